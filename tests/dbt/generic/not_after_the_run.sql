{#
    No date of the column lies after the run: the last day counts, so one to come would outlive all
    that is decided until then. One day more is for places where it is tomorrow already.
#}
{% test not_after_the_run(model, column_name) %}

select *
from {{ model }}
where {{ column_name }} > {{ dbt.dateadd('day', 1, run_stamp()) }}

{% endtest %}
