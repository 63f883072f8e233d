select
    checks.check_name,
    checks.finding,
    checks.figure,
    checks.bound,
    checks.is_waived
from marts.rpt_checks as checks
where checks.release_id in (select release_id from marts.fct_forecasts)
order by checks.check_number
