"""Refuses to start without the fonts: a paper in another type would be another paper."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from documents.glyphs import BUNDLED, font_files

NEEDED = ("Latin", "FangSong", "Song", "Title", "Hei", "Kai", "Symbol", "Wide", "Rare")


@register(Tags.files)
def fonts_are_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    missing = [name for name in NEEDED if not (BUNDLED / f"Caseflow{name}.ttf").is_file()]
    if not missing:
        return []
    return [
        Error(
            f"Fonts are missing: {', '.join(missing)}.",
            hint="They belong to the program; documents/fonts/README.md says how they are built.",
            id="documents.E001",
        )
    ]


@register(Tags.files)
def own_fonts_are_usable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from django.conf import settings

    own = settings.DOCUMENTS_FONT_DIR
    if not own or any(path.parent != BUNDLED for path in font_files()):
        return []
    return [
        Warning(
            f"{own} holds no Office*.ttf.",
            hint="Bring a font to the metrics of the others first: documents/fonts/build.py adopt.",
            id="documents.W001",
        )
    ]


@register(Tags.compatibility)
def weasyprint_is_the_one(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from importlib.metadata import version

    from documents.justification import VERSION

    if version("weasyprint") == VERSION:
        return []
    return [
        Warning(
            f"WeasyPrint {version('weasyprint')} is installed; Chinese is justified only by {VERSION}.",
            id="documents.W002",
        )
    ]
