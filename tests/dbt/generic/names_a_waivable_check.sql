{# Every value of the column is a check of the gate that can be waived. #}
{% test names_a_waivable_check(model, column_name) %}

{% set waivable = [] %}
{% for check_name, check in gate_checks().items() if check['waivable'] %}
    {% do waivable.append("'" ~ check_name ~ "'") %}
{% endfor %}

select *
from {{ model }}
where {{ column_name }} not in ({{ waivable | join(', ') }})

{% endtest %}
