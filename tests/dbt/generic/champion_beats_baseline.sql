{# Over the errors that decided, no champion is worse than the baseline. #}
{% test champion_beats_baseline(model) %}

select *
from {{ model }}
where loss > baseline_loss

{% endtest %}
