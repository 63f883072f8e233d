select coalesce(rejection_reason, 'accepted') as outcome, count(*) as lines
from intermediate.int_sales_lines
group by rejection_reason
union all
select 'all', count(*)
from intermediate.int_sales_lines
order by outcome = 'all', outcome <> 'accepted', lines desc, outcome
