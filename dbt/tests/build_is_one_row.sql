select count(*) as builds from {{ ref('build') }} having count(*) <> 1
