"""What several papers say alike: who, by whom, under which law, in which words. Only texts that a paper can hold.

Papers are Chinese whatever the language of the pages, so their own words are not translated.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from caseflow.cases.identifiers import id_birth_date, id_sex
from caseflow.cases.limits import length_of
from caseflow.procedure import TimeLimit
from documents.wording import date_words, moment_words, money, period_words, time_words

from ..law.citations import OPEN
from ..penalties import Item, Operative, cited, operative, violation
from ..penalties import Proposal as Terms

WIDEST_TITLE = 18  # characters of a line of the title of an official letter
BLANK = "　　　　"  # a place to be filled in by hand


def base(record: Any, attempt: Any, **more: Any) -> dict[str, Any]:
    """What every paper holds: the agency, the legal day of the move and the reference of the file, and ``more``."""
    agency = record.dossier.agency.for_paper()
    return {"agency": agency, "date": date_words(attempt.on), "reference": record.dossier.reference, **more}


def about(case: Any, attempt: Any, **more: Any) -> dict[str, Any]:
    """What every paper on a case holds: ``base`` with the party and 案由."""
    return base(case, attempt, party=party(case), cause=alleged(case), **more)


def term(limit: TimeLimit, on: date) -> str:
    """五个工作日: the length of a limit on a day, as the office or the law has it."""
    return period_words(length_of(limit, on), limit.unit)


def named(paper: Any) -> str:
    """《行政处罚决定书》（青卫医罚〔2026〕1号）; nothing where there is no such paper."""
    if paper is None:
        return ""
    number = paper.document.number
    return f"《{paper.document.definition.title}》" + (f"（{number}）" if number else "")


def day(value: date | None) -> str:
    """2026年3月5日, or nothing."""
    return date_words(value) if value else ""


def span(start: Any, end: Any) -> str:
    """2026年3月6日9时00分至11时00分; the date is said once where both moments lie on one day."""
    first, last = moment_words(start), moment_words(end)
    same = first.partition("日")[0] == last.partition("日")[0]
    return f"{first}至{time_words(end) if same else last}"


def period(start: date | None, end: date | None) -> str:
    """One day, or from the one to the other, or nothing."""
    if start and end and start != end:
        return f"{date_words(start)}至{date_words(end)}"
    return day(start or end)


def party(case: Any) -> dict[str, Any]:
    """The party as ``parts/party.html`` prints it; a person by number and sex, a unit by code and representative."""
    who = case.party
    known = {"name": who.name, "address": who.address, "phone": who.phone}
    if who.is_citizen:
        born = id_birth_date(who.id_no)
        return {
            "type": "person",
            "sex": who.sex or id_sex(who.id_no),
            "born": who.born or (f"{born.year}年{born.month}月" if born else ""),
            "id_number": who.id_no,
            "licence": who.licence_no,
            **known,
        }
    return {
        "type": "unit",
        "id_number": who.credit_code,
        "licence": who.licence_no,
        "representative": who.legal_rep,
        **known,
    }


def cause(case: Any) -> str:
    """案由: the violation as the table in force names it, suspected until a decision says otherwise."""
    return str(case.violation_row().name).removesuffix("案")


def act_named(code: str, on: date) -> str:
    """The violation of a tip, as the table in force on a day names it."""
    return str(violation(code, on).name).removesuffix("案")


def alleged(case: Any) -> str:
    """涉嫌非医学需要的胎儿性别鉴定, and without 涉嫌 once it is decided."""
    return cause(case) if case.decision else f"涉嫌{cause(case)}"


def matter(case: Any) -> str:
    """安和门诊部涉嫌非医学需要的胎儿性别鉴定案."""
    return f"{case.party.name}涉嫌{cause(case)}案"


def officer(user: Any, on: date, region: str) -> dict[str, str]:
    """An officer with the number of the certificate valid on the day and in the region (R-04, R-05)."""
    certificate = user.certificate_on(on, region)
    return {"name": str(user), "certificate": certificate.number if certificate else ""}


def officers(case: Any, on: date, people: Iterable[Any] | None = None) -> list[dict[str, str]]:
    """Those who investigate, or ``people``, with their certificates."""
    region = case.dossier.agency.region_code
    return [officer(each, on, region) for each in (case.officers if people is None else people) if each]


def names(people: Iterable[Any]) -> str:
    """李建国、赵红."""
    return "、".join(str(each) for each in people if each)


def opinion(label: str, text: Any = "", by: Any = None, on: date | None = None) -> dict[str, str]:
    """A cell of an approval sheet for ``parts/opinion.html``; without text and name it stays empty for the hand."""
    return {"label": label, "text": str(text or ""), "name": str(by or ""), "date": day(on)}


def field(label: str, value: Any) -> dict[str, str]:
    """A labelled value of the head of a record."""
    return {"label": label, "value": str(value or "／")}


def boxes(labels: Iterable[Any], ticked: Iterable[Any]) -> list[dict[str, Any]]:
    """Boxes to tick, for ``{% options %}``."""
    kept = {str(each) for each in ticked}
    return [{"label": str(label), "ticked": str(label) in kept} for label in labels]


def choices(enum: Any, ticked: str) -> list[dict[str, Any]]:
    """The labels of a closed list as boxes; ``ticked`` is the stored value."""
    return [{"label": str(label), "ticked": value == ticked} for value, label in enum.choices]


def under(citation: Any) -> str:
    """An article as a paper cites it; where the number of the article is open, the statute alone."""
    return f"{citation.law}的有关规定" if citation.article == OPEN else str(citation)


def violated(case: Any) -> str:
    """The provisions the conduct violated, joined as papers join them."""
    return cited(conduct(case).violated)


def applied(case: Any) -> str:
    """The provisions on which a penalty rests."""
    return cited(conduct(case).basis)


def conduct(case: Any) -> Any:
    """The conduct of the violation that words the method of the recorded acts, else its first."""
    row, method = case.violation_row(), method_of(case)
    return next((each for each in row.conducts if method in each.methods), row.conducts[0])


def method_of(case: Any) -> str:
    """The method (METH) of the first act that counts, or an empty string."""
    act = case.acts.filter(struck=False).first()
    return act.method if act else ""


def terms(proposal: Any) -> Terms:
    """A stored proposal as the table of penalties reads it."""
    return Terms(
        order=True,
        warning=proposal.warning,
        confiscation=proposal.confiscation,
        goods=bool(proposal.goods),
        fine=proposal.fine,
        licence=proposal.licence,
        months=proposal.months,
    )


def imposed(case: Any, proposal: Any) -> Operative:
    """The operative words for a proposal: conduct, provisions, order and numbered penalties."""
    return operative(case.violation_row(), terms(proposal), method=method_of(case))


def penalties(case: Any, proposal: Any) -> list[dict[str, Any]]:
    """The penalties for ``parts/penalties.html``, sums in figures and words."""
    return [_penalty(each) for each in imposed(case, proposal).items]


def _penalty(item: Item) -> dict[str, Any]:
    return {"text": item.text, "sum": money(item.amount)} if item.amount is not None else {"text": item.text}


def proposed(case: Any, proposal: Any) -> str:
    """The penalties in one sentence, for approval sheets and reports."""
    order = f"责令改正（{phrase(proposal.correction)}）" if proposal.correction else "责令改正"
    return "；".join([order, *worded(case, proposal)])


def worded(case: Any, proposal: Any) -> list[str]:
    """Each penalty in words: 罚款人民币55800.00元（大写：伍万伍仟捌佰元整）."""
    return [each["text"] + (yuan(each["sum"]) if "sum" in each else "") for each in penalties(case, proposal)]


def yuan(amount: Any) -> str:
    """人民币55800.00元（大写：伍万伍仟捌佰元整）, of an amount or of what ``money`` made of it."""
    said = amount if isinstance(amount, dict) else money(amount)
    return f"人民币{said['figures']}元（大写：{said['words']}）"


def evidence(case: Any) -> list[dict[str, str]]:
    """The verified evidence, each with its kind and what it proves."""
    found = case.evidence.filter(status="verified")
    return [
        {
            "number": each.number,
            "kind": str(each.get_kind_display()),
            "name": each.name,
            "source": each.source or each.provider,
            "proves": each.proves,
        }
        for each in found
    ]


def goods(items: Iterable[Any]) -> list[dict[str, str]]:
    """Preserved goods as rows of ``parts/items.html``."""
    return [
        {
            "name": each.name,
            "model": each.model,
            "quantity": f"{each.quantity}{each.unit}",
            "maker": each.maker,
            "batch": each.serial_no,
            "remark": "；".join(filter(None, [each.condition, f"封签号：{each.seal_no}" if each.seal_no else ""])),
        }
        for each in items
    ]


def number_of(case: Any, kind: str) -> str:
    """The number of the newest paper of a kind in the file, or an empty string."""
    paper = case.file_paper(kind)
    return paper.document.number if paper else ""


def sentence(text: Any) -> str:
    """What somebody typed, ending in one full stop."""
    return f"{str(text or '').strip().rstrip('。；;，,')}。"


def phrase(text: Any) -> str:
    """What somebody typed, to go on after it."""
    return str(text or "").strip().rstrip("。；;，,")


def remedies(case: Any) -> str:
    """Where and how long a decision may be challenged (R-32)."""
    agency = case.dossier.agency
    return (
        f"如不服本决定，可以自收到本决定书之日起六十日内向{agency.government}申请行政复议，"
        f"也可以自收到本决定书之日起六个月内向{agency.court}提起行政诉讼。"
    )


def contact(case: Any) -> str:
    """联系人 and the telephone number of the agency."""
    agency = case.dossier.agency
    return "；".join(
        filter(
            None,
            [
                f"联系人：{names(case.officers)}" if case.officers else "",
                f"联系电话：{agency.phone}" if agency.phone else "",
            ],
        )
    )


def unit(case: Any) -> str:
    """承办机构: the unit of the officers."""
    return next((each.unit for each in case.officers if each.unit), "")


def lines(*texts: str) -> list[str]:
    """Texts as paragraphs: what somebody typed in several lines is several of them."""
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def heading(first: str, name: str, rest: str) -> str:
    """The title of an official letter, broken beside the name of the party and not inside it."""
    return f"{first}{name}\n{rest}" if len(first) + len(name) <= WIDEST_TITLE else f"{first}\n{name}\n{rest}"
