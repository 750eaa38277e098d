"""One message to many; nobody waits for the slowest."""

import asyncio

import pytest

from geo.live.hub import Full, Hub


def test_every_reader_gets_every_event_encoded_once() -> None:
    async def story() -> None:
        hub = Hub()
        readers = [hub.join(), hub.join()]
        hub.publish("change", {"a": 1}, id="7")
        first, second = [await reader.get() for reader in readers]
        assert first == b'id: 7\nevent: change\ndata: {"a":1}\n\n'
        assert first is second

    asyncio.run(story())


def test_a_reader_that_does_not_keep_up_is_sent_away_and_the_others_are_not() -> None:
    async def story() -> None:
        hub = Hub(backlog=2)
        slow, quick = hub.join(), hub.join()
        for number in range(4):
            hub.publish("change", {}, id=str(number))
            assert await quick.get() is not None
        assert await slow.get() is None
        assert len(hub) == 1

    asyncio.run(story())


def test_there_is_an_end_to_the_number_of_readers() -> None:
    hub = Hub(readers=1)
    reader = hub.join()
    with pytest.raises(Full):
        hub.join()
    hub.leave(reader)
    hub.join()


@pytest.mark.parametrize(("seen", "told"), [("", False), ("5", False), ("4", True), ("another server's", True)])
def test_who_comes_back_having_missed_something_is_told_to_fetch_again(seen: str, told: bool) -> None:
    async def story() -> None:
        hub = Hub(beat_seconds=0.01)
        hub.publish("change", {}, id="5")
        messages = hub.messages(hub.join(), last_id=seen)
        assert (await anext(messages)).startswith(b"retry: ")
        assert (await anext(messages)).startswith(b"id: 5\nevent: resync" if told else b":")
        await messages.aclose()  # type: ignore[attr-defined]
        assert len(hub) == 0

    asyncio.run(story())
