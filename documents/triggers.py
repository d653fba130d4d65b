"""What was issued stays as it was: the rules that the database holds."""

from writeonce import Rule, guard

ISSUED = "kind number series_key serial context context_sha256 token position issued_on issued_at".split()  # noqa: SIM905
CONTENT = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ISSUED)
FILE = "OLD.pdf_sha256 <> '' AND OLD.pdf_sha256 <> NEW.pdf_sha256"
VOID = "OLD.status = 'void' AND NEW.status <> 'void'"
FURTHER = "NEW.value <> OLD.value + 1 OR NEW.key <> OLD.key"

guard(Rule("documents_document_stays", "documents_document", "UPDATE", f"{CONTENT} OR ({FILE}) OR ({VOID})"))
guard(Rule("documents_document_never_deleted", "documents_document", "DELETE"))
guard(Rule("documents_counter_one_further", "documents_counter", "UPDATE", FURTHER))
guard(Rule("documents_counter_never_deleted", "documents_counter", "DELETE"))
