{# sold_units and the corrections by kind are demand_units, wherever there is a demand. #}
{% test corrections_add_up(model) %}

select *
from {{ model }}
where abs(sold_units + stockout_units + outlier_units + returned_units - demand_units) > 1e-6

{% endtest %}
