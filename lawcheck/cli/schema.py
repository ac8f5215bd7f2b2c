"""`schema`: the JSON Schema of a file, for editors and validators."""

from enum import StrEnum
from typing import Annotated

import typer

from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


class Document(StrEnum):
    """What a schema can be printed of."""

    CHECKLIST = "checklist"
    ASSESSMENT = "assessment"
    SCORECARD = "scorecard"


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema", help=tr("Print the JSON Schema of a checklist, an assessment or a scorecard."))(
        schema
    )


def schema(document: Annotated[Document, typer.Argument(help=tr("of what"))]) -> None:
    """Print the schema."""
    from lawcheck.domain.assessment import Assessment
    from lawcheck.domain.checklist import Checklist
    from lawcheck.domain.schema import json_schema
    from lawcheck.formats import json
    from lawcheck.formats.scorecard_schema import SCHEMA

    kinds: dict[Document, type] = {Document.CHECKLIST: Checklist, Document.ASSESSMENT: Assessment}
    emit(json.dumps(json_schema(kinds[document]) if document in kinds else SCHEMA))
