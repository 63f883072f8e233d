{{ evidence(ref('ml_member_scores'), var('min_member_errors')) }}
