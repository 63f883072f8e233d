{#
    Every value of the column is a release that was made. A warehouse whose first release is of a
    later day cannot know it: seeds are shared with those of tests and trials.
#}
{% test names_a_release(model, column_name, day_column) %}

select *
from {{ model }}
where
    {{ column_name }} not in (select release_id from {{ ref('fct_forecast_releases') }})
    and {{ day_column }} > (select min(released_at) from {{ ref('fct_forecast_releases') }})

{% endtest %}
