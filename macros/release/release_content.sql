{# What makes a release differ from another: keys, numbers and model versions. #}
{% macro release_content() %}
    {{ return([
        'product_id', 'horizon', 'model_version', 'candidate', 'fallback_reason',
        'forecast_units', 'model_forecast_units', 'baseline_forecast_units', 'override_units',
        'forecast_units_p10', 'forecast_units_p90'
    ]) }}
{% endmacro %}
