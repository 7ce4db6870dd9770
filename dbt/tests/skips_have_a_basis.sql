-- `skipped` is known exactly if there is a basis, and only exports and the API give one.
select play_id
from {{ ref('fct_plays') }}
where (skipped is null) <> (skip_basis is null)
  or (skip_basis = 'measured' and source <> 'export')
  or (skip_basis = 'estimated' and source <> 'api')
