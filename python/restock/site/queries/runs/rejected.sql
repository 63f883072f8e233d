select
    table_name,
    rejection_reason,
    product_id,
    source_file,
    source_line
from marts.rpt_rejected_lines
order by table_name, rejection_reason, product_id, source_file, source_line
limit 500
