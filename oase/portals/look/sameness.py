"""What in a template is the same for everybody: it depends on the language, and on nothing that a view hands over."""

from collections.abc import Callable
from typing import Final

from django.template.base import FilterExpression, Node, Variable
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode

from oase.portals.look import faces

SAME_FOR_ALL: Final[tuple[Callable[..., object], ...]] = (faces.icon,)
"""Tags whose answer depends on nothing but what is handed to them, and the language."""


def is_same(node: Node) -> bool:
    """Whether a node depends on nothing but the language."""
    match node:
        case StaticNode():
            return node.varname is None and is_constant(node.path)
        case TranslateNode():
            return node.asvar is None and all(
                is_constant(words) for words in (node.filter_expression, node.message_context) if words is not None
            )
        case BlockTranslateNode():
            context = node.message_context
            return (
                not (node.asvar or node.extra_context or node.countervar)
                and all(token.token_type.name == "TEXT" for token in node.singular)
                and (context is None or is_constant(context))
            )
        case URLNode():
            named = is_constant(node.view_name) and ":" not in str(node.view_name.var)
            return named and not (node.args or node.kwargs or node.asvar)
        case SimpleNode():
            handed = [*node.args, *node.kwargs.values()]
            return node.func in SAME_FOR_ALL and node.target_var is None and all(map(is_constant, handed))
        case _:
            return False


def is_constant(words: FilterExpression | Node) -> bool:
    """Whether it stands in the template itself, whatever page it is on."""
    if not isinstance(words, FilterExpression) or words.filters:
        return False
    # `{% translate %}` keeps its words as a variable that is a constant.
    return not isinstance(words.var, Variable) or (words.var.lookups is None and words.var.literal is not None)
