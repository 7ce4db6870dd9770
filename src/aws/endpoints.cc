#include "aws/endpoints.h"

#include <fmt/core.h>

#include <utility>

#include "base/error.h"
#include "base/toml_reader.h"

namespace segue::aws {

void read(base::TomlReader& table, Endpoints& into) {
  table.text("region", into.region);
  table.text("endpoint", into.endpoint);
  if (bool path_style = false; table.has("path_style")) {
    table.flag("path_style", path_style);
    into.path_style = path_style;
  }
  table.text("ca_file", into.ca_file);
  table.text("ssm_endpoint", into.ssm_endpoint);
}

void check(const Endpoints& endpoints) {
  for (const auto& [name, url] : {std::pair("endpoint (SEGUE_S3_ENDPOINT)", &endpoints.endpoint),
                                  std::pair("ssm_endpoint (SEGUE_SSM_ENDPOINT)", &endpoints.ssm_endpoint)})
    if (!url->empty() && !url->starts_with("https://") && !url->starts_with("http://"))
      throw base::Error(base::Fault::usage,
                        fmt::format("[aws] {} is \"{}\": it must begin with https:// or http://", name, *url));
}

}  // namespace segue::aws
