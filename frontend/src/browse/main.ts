import { mount } from 'svelte';
import { locale } from '../messages/locale.svelte';
import '../ui/base.css';
import BrowsePage from './BrowsePage.svelte';

document.documentElement.lang = locale();
mount(BrowsePage, { target: document.getElementById('app') ?? document.body });
