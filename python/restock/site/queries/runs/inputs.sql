select
    table_name,
    finding,
    item,
    example,
    round(figure, 1) as figure,
    share(share) as share,
    is_doubtful,
    first_date,
    last_date
from marts.rpt_input_checks
order by is_doubtful desc, table_name, finding, item
