#include "warehouse/warehouse.h"

namespace segue::warehouse {

base::Error nothing_published() {
  return {base::Fault::usage,
          "no warehouse is published yet: run `segue import PATH` or `segue poll`, then `segue transform`"};
}

}  // namespace segue::warehouse
