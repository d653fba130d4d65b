"""PostgreSQL as Caseflow uses it: it is told who is acting, and keeps the rows of one authority from another."""
