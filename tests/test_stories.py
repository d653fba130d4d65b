"""Every story that comes with the software holds: cases told from beginning to end, with days counted by hand."""

from pathlib import Path

import pytest

from caseflow.cases.models import Dossier
from caseflow.cases.stories.playing import play
from caseflow.cases.stories.reading import read

STORIES = sorted((Path(__file__).parent.parent / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_holds_and_leaves_nothing_behind(path, db):
    outcome = play(read(path))

    assert [str(difference) for difference in outcome.differences] == []
    assert not Dossier.objects.exists()


def test_there_are_stories_of_every_way_through_the_procedure():
    assert len([path for path in STORIES if path.parent.name == "enforcement"]) >= 14
