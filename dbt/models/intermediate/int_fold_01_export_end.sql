{{ fold('export', 'end', []) }}
