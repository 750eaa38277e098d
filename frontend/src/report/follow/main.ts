import { mount } from 'svelte';
import { locale } from '../../messages/locale.svelte';
import '../../ui/base.css';
import FollowPage from './FollowPage.svelte';

document.documentElement.lang = locale();
mount(FollowPage, { target: document.getElementById('app') ?? document.body });
