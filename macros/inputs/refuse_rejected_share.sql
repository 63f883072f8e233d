{# Stops where too many sales lines cannot be used: what is left would pass for the business. #}
{% macro refuse_rejected_share(table, by_reason) %}
    {% set line_count = by_reason | sum(attribute='line_count') %}
    {% for is_unknown, max_share in [
        (false, 'max_rejected_share'), (true, 'max_unknown_product_share')
    ] %}
        {% set reasons = [] %}
        {% for reason in by_reason if reason['rejection_reason'] is not none
            and (reason['rejection_reason'] == 'unknown product') == is_unknown %}
            {% do reasons.append(reason) %}
        {% endfor %}
        {% set rejected_count = reasons | sum(attribute='line_count') %}
        {% if rejected_count > var(max_share) * line_count %}
            {% set counts = [] %}
            {% for reason in reasons %}
                {% do counts.append(reason['line_count'] ~ ' ' ~ reason['rejection_reason']) %}
            {% endfor %}
            {% do refuse(
                table ~ ': ' ~ rejected_count ~ ' of ' ~ line_count ~ ' lines cannot be used ('
                ~ counts | join(', ') ~ '), more than the var ' ~ max_share ~ ' allows ('
                ~ var(max_share) ~ '). One of them: ' ~ reasons[0]['example']
            ) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
