{# Body of a test in tests/dbt/sanity: the check's row of release_checks if it is not passed. #}
{% macro blocking_check(check_name) -%}
    select *
    from {{ ref('release_checks') }}
    where check_name = '{{ check_name }}' and not is_passed
{%- endmacro %}
