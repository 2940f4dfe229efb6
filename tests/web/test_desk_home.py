"""The desks, and the first page of one."""

from __future__ import annotations

from desks import World


def test_the_desk_is_seen(world: World) -> None:
    for name in ("public", "coordinator", "ngo"):
        page = world.client(name).get("/desk/")
        assert "Desk of Varland" in page.content.decode()
        assert world.client(name).get(world.desk.get_absolute_url()).status_code == 200
