{{ fold(model) }}
