{# The last words of a build: what has blocked the release, what was left out, which release stands,
   and where to look. #}
{% macro say_what_was_made(results) %}
    {% if execute and flags.WHICH == 'build' %}
        {% do say_what_has_failed(results) %}
    {% endif %}
    {% set forecasts = adapter.get_relation(
        database=target.database, schema='marts', identifier='fct_forecasts'
    ) if execute and flags.WHICH == 'build' else none %}
    {% if forecasts is not none %}
        {% set failures = results | selectattr('status', 'in', ['error', 'fail']) | list %}
        {% set release = run_query(
            'select count(*) as forecast_count, count(distinct product_id) as product_count, '
            ~ 'max(cutoff_month) as cutoff_month, max(release_number) as release_number, '
            ~ 'max(released_at) = ' ~ run_stamp() ~ ' as is_new, '
            ~ 'left(max(release_id), 8) as release_id from ' ~ forecasts
        ).rows[0] %}
        {{ log('', info=true) }}
        {% if not failures %}
            {% set left_out = run_query(
                'select (select count(*) from intermediate.int_rejected_lines) as rejected_count, '
                ~ 'line_count from intermediate.int_left_out_sales'
            ).rows[0] %}
            {{ log(
                left_out['rejected_count'] ~ ' lines were rejected (marts.rpt_rejected_lines); '
                ~ left_out['line_count'] ~ ' lines belong to a month that is not over.', info=true
            ) }}
            {% set doubtful = run_query(
                'select distinct finding from marts.rpt_input_checks '
                ~ "where is_doubtful and finding <> 'lines rejected' order by finding"
            ).columns[0].values() %}
            {% if doubtful %}
                {{ log(
                    'Doubtful in the input (marts.rpt_input_checks): ' ~ doubtful | join(', ')
                    ~ '.', info=true
                ) }}
            {% endif %}
        {% endif %}
        {% if not failures and release['is_new'] %}
            {% set overrides = run_query(
                'select count(*) filter (where is_applied) as applied_count, '
                ~ 'count(*) filter (where not is_applied and override_units is not null) '
                ~ 'as left_count from marts.rpt_overrides'
            ).rows[0] %}
            {% if overrides['applied_count'] + overrides['left_count'] > 0 %}
                {{ log(
                    overrides['applied_count'] ~ ' overrides are applied, '
                    ~ overrides['left_count'] ~ ' are not (marts.rpt_overrides).', info=true
                ) }}
            {% endif %}
        {% endif %}
        {% if not failures and var('require_approval') %}
            {% set awaiting = run_query(
                'select candidate, count(*) as segment_count from marts.rpt_candidates '
                ~ 'where is_awaiting_approval group by candidate order by candidate'
            ).rows %}
            {% for row in awaiting %}
                {{ log(
                    row['candidate'] ~ ' awaits approval in ' ~ row['segment_count']
                    ~ ' segments (marts.rpt_candidates).', info=true
                ) }}
            {% endfor %}
        {% endif %}
        {% if release['forecast_count'] == 0 %}
            {{ log('No release stands: none was made, or all are withdrawn.', info=true) }}
        {% else %}
            {{ log(
                ('The build failed; the release that stands is ' if failures
                 else ('Made release ' if release['is_new']
                       else 'Nothing has changed; the release stays '))
                ~ release['release_id'] ~ ' (cutoff ' ~ release['cutoff_month']
                ~ ', number ' ~ release['release_number'] ~ '): '
                ~ release['forecast_count'] ~ ' forecasts of '
                ~ release['product_count'] ~ ' products.',
                info=true
            ) }}
        {% endif %}
        {{ log(
            'Look at marts.fct_forecasts and marts.rpt_kpis in ' ~ target.path ~ '.', info=true
        ) }}
    {% endif %}
{% endmacro %}
