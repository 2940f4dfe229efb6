"""What the templates of the desk ask for."""

from __future__ import annotations

from typing import Any

from django import template

from upright.web.desk import asking, navigation

register = template.Library()


@register.inclusion_tag("desk/navigation.html", takes_context=True)
def desk_navigation(context: Any) -> dict[str, Any]:
    """The second line of links."""
    request, desk = context["request"], context["desk"]
    here = request.resolver_match.url_name if request.resolver_match else None
    return {"places": navigation.places(asking.who(request), desk), "desk": desk, "here": here}
