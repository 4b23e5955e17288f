"""Templates, folded once: what is the same for everybody in one language is made once and kept.

A page is mostly that: words to translate, icons, addresses of files, pieces put in from other templates. Django makes
each of them anew on every page, one node after the other, and most of a page's time went there. What depends on
nothing but the language becomes one string here; the rest is rendered as ever. It needs no care in the templates.
"""

from collections.abc import Iterator
from contextlib import suppress
from threading import RLock
from typing import Any, cast

from django.template import Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Node, NodeList, TextNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, IfNode, LoadNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from oase.portals.look.sameness import is_constant, is_same


class Loader(cached.Loader):
    """Django's loader that keeps templates; each is folded when it is first asked for."""

    def __init__(self, engine: Any, loaders: list[Any]) -> None:
        super().__init__(engine, loaders)
        self._folding = RLock()

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template, folded.

        Raises:
            django.template.TemplateDoesNotExist: there is none of this name.
        """
        template = super().get_template(template_name, skip)
        if not getattr(template, "folded", False):
            with self._folding:
                # Of two that asked at once, one folds; a template that includes itself is folded where it began.
                if not hasattr(template, "folded"):
                    template.folded = False  # type: ignore[attr-defined]  # our own mark
                    template.nodelist = _Folding(self).of(template.nodelist)
                    template.folded = True  # type: ignore[attr-defined]
        return template


class Same(Node):
    """Nodes that say the same to everybody in one language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._kept: dict[tuple[str | None, bool], SafeString] = {}

    def render_annotated(self, context: Context) -> SafeString:
        """What they say, made at the first time in each language."""
        key = (get_language(), context.autoescape)
        kept = self._kept.get(key)
        if kept is None:
            kept = SafeString("".join([str(node.render_annotated(context)) for node in self.nodes]))
            self._kept[key] = kept
        return kept

    render = render_annotated


class Included(IncludeNode):
    """A template put in by its name: it is looked for once, and not on every page."""

    found: Template

    def render(self, context: Context) -> SafeString:
        """The template with the context of the place it stands in, as Django's own tag does it."""
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.isolated_context:
            return self.found.render(context.new(values))
        with context.push(**values):
            return self.found.render(context)


class Extended(ExtendsNode):
    """A template in the frame of another: which blocks that one has is asked once, and not on every page."""

    def render(self, context: Context) -> SafeString:
        """The frame with this template's blocks, as Django's own tag does it."""
        parent: Any = self.get_parent(context)
        state = context.render_context
        if BLOCK_CONTEXT_KEY not in state:
            state[BLOCK_CONTEXT_KEY] = BlockContext()
        state[BLOCK_CONTEXT_KEY].add_blocks(self.blocks)
        if not hasattr(parent, "own_blocks"):
            parent.own_blocks = _own_blocks(parent)
        state[BLOCK_CONTEXT_KEY].add_blocks(parent.own_blocks)
        with state.push_state(parent, isolated_context=False):
            return cast(SafeString, parent._render(context))


def _own_blocks(template: Template) -> dict[str, BlockNode]:
    """The blocks of a template that stands in no other; those of one that does come by its own tag."""
    first = next((node for node in template.nodelist if not isinstance(node, (TextNode, Same))), None)
    if first is None or isinstance(first, ExtendsNode):
        return {}
    blocks = cast(list[BlockNode], template.nodelist.get_nodes_by_type(BlockNode))
    return {block.name: block for block in blocks}


class _Folding:
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def of(self, nodes: NodeList) -> NodeList:
        """The nodes, with each run of what is the same for everybody as one."""
        folded, run = NodeList(), list[Node]()
        folded.contains_nontext = nodes.contains_nontext
        for node in self._spread(nodes):
            if isinstance(node, TextNode) or is_same(node):
                run.append(node)
                continue
            if run:
                folded.append(_together(run))
                run = []
            self._within(node)
            folded.append(node)
        if run:
            folded.append(_together(run))
        return folded

    def _spread(self, nodes: list[Node]) -> Iterator[Node]:
        """The nodes without the silent ones, with what is the same in included templates in their place."""
        for node in nodes:
            if isinstance(node, Same):
                yield from node.nodes
            elif type(node) is IncludeNode and is_constant(node.template):
                yield from self._included(node)
            elif not isinstance(node, (CommentNode, LoadNode)):
                yield node

    def _included(self, node: IncludeNode) -> Iterator[Node]:
        name = str(node.template.var)
        found: Any = None
        if not name.startswith("."):  # relative to a place that only Django's own tag knows
            with suppress(TemplateDoesNotExist, TemplateSyntaxError):  # told when it is rendered, if it ever is
                found = self._loader.get_template(name)
        if found is None or not found.folded:
            yield node
        elif all(isinstance(each, (TextNode, Same)) for each in found.nodelist):
            yield from self._spread(found.nodelist)
        else:
            node.__class__ = Included
            node.found = found  # type: ignore[attr-defined]  # it is an Included now
            yield node

    def _within(self, node: Node) -> None:
        if isinstance(node, IfNode):
            node.conditions_nodelists = [
                (condition, self.of(within)) for condition, within in node.conditions_nodelists
            ]
            return
        if type(node) is ExtendsNode and is_constant(node.parent_name):
            node.__class__ = Extended
        for name in node.child_nodelists:
            if isinstance(within := getattr(node, name, None), NodeList):
                setattr(node, name, self.of(within))


def _together(run: list[Node]) -> Node:
    if all(type(node) is TextNode for node in run):
        return TextNode("".join([node.s for node in run]))  # type: ignore[attr-defined]  # all are text
    return Same(run)
