with lines as (
    select coalesce(rejection_reason, 'accepted') as outcome
    from intermediate.int_sales_lines
)

select coalesce(outcome, 'all') as outcome, count(*) as lines
from lines
group by grouping sets ((outcome), ())
order by coalesce(outcome, 'all') = 'all', outcome <> 'accepted', lines desc, outcome
