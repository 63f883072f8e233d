{{ evidence(ref('ml_member_scores')) }}
