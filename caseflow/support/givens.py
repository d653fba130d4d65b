"""What stories of support may presuppose: townships, villages, and who holds which office there."""

from caseflow.cases.stories.givens import given

from .models import Area, Post

given("area", Area, identity=("code",))
given("post", Post, identity=("user", "role", "area"))
