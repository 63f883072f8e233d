select *
from marts.rpt_exceptions
order by urgency desc, value_at_stake desc
