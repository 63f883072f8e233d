{# No value of the column lies below a bound; nulls pass. #}
{% test never_below(model, column_name, minimum) %}

select *
from {{ model }}
where {{ column_name }} < {{ minimum }}

{% endtest %}
