"""The oracle for rendered markup: parse it as a browser would and name what should not be there.

Invariant: judged on the tree that html5lib builds, never by pattern, and with an allow-list of its
own, so that a slip in the sanitiser's list shows.
"""

from urllib.parse import urlsplit

import html5lib

TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote"),
    *("h3", "h4", "h5", "ul", "ol", "li", "a"),
}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
REL = "nofollow noopener noreferrer ugc"


def faults(html: str) -> list[str]:
    """Return one line for each tag, attribute, comment or address outside the allow-list."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [fault for node in list(tree.iter())[1:] for fault in _faults_of(node)]


def tags(html: str) -> list[str]:
    """Return the names of the elements in the markup, in order."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [str(node.tag) for node in list(tree.iter())[1:]]


def _faults_of(node) -> list[str]:
    if node.tag not in TAGS:
        return [f"tag {node.tag}"]
    strange = set(node.attrib) - ATTRIBUTES.get(node.tag, set())
    found = [f"attribute {name} on {node.tag}" for name in sorted(strange)]
    if node.tag == "a" and node.get("rel") != REL:
        found.append("a link without rel")
    if "href" in node.attrib and not _is_web(node.get("href")):
        found.append("an address that is not of the web")
    return found


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
