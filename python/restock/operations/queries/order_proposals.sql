select *
from marts.fct_order_proposals
order by urgency, product_id
