"""All that a website is made of, by address."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.rendering.outputs import Copied, File, Made, Page, Rendered, html_uri


@dataclass(frozen=True)
class Wanted:
    """made: what the build writes beside pages. theme: its own files, added once they are known.

    Each address is one text that all who name it share: there are hundreds of thousands.
    """

    pages: Mapping[str, Page]
    made: Mapping[str, File]
    copied: Mapping[str, Copied]
    theme: dict[str, Made] = field(default_factory=dict)

    @classmethod
    def of(cls, rendered: Rendered) -> "Wanted":
        return cls(
            {html_uri(page.uri): page for page in rendered.pages},
            {file.uri: file for file in rendered.made},
            {copied.uri: copied for copied in rendered.copied},
        )
