{# Every value of the column is a release that was made. #}
{% test names_a_release(model, column_name) %}

select *
from {{ model }}
where {{ column_name }} not in (select release_id from {{ ref('fct_forecast_releases') }})

{% endtest %}
