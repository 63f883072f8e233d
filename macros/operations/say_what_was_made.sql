{# The last words of a build: which release stands, and where to look. #}
{% macro say_what_was_made(results) %}
    {% if execute and flags.WHICH == 'build' %}
        {% set forecasts = adapter.get_relation(
            database=target.database, schema='marts', identifier='fct_forecasts'
        ) %}
        {% if forecasts is not none %}
            {% set release = run_query(
                'select count(*) as forecast_count, count(distinct product_id) as product_count, '
                ~ 'max(cutoff_month) as cutoff_month, max(release_number) as release_number, '
                ~ 'max(released_at) as released_at, max(release_id) as release_id from '
                ~ forecasts
            ).rows[0] %}
            {% set failures = results | selectattr('status', 'in', ['error', 'fail']) | list %}
            {% set is_new = release['released_at'] == run_started_at.replace(
                tzinfo=none, microsecond=0
            ) %}
            {{ log('', info=true) }}
            {{ log(
                ('The build failed; the release that stands is ' if failures
                 else ('Made release ' if is_new else 'Nothing has changed; the release stays '))
                ~ (release['release_id'] | string)[:8] ~ ' (cutoff ' ~ release['cutoff_month']
                ~ ', number ' ~ release['release_number'] ~ '): '
                ~ release['forecast_count'] ~ ' forecasts of '
                ~ release['product_count'] ~ ' products.',
                info=true
            ) }}
            {{ log(
                "Look at marts.fct_forecasts and marts.rpt_kpis in " ~ target.path ~ ".",
                info=true
            ) }}
        {% endif %}
    {% endif %}
{% endmacro %}
