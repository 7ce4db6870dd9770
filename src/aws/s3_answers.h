// What S3 answers, as values: XML read by pugixml, which follows no entity and no document type.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/client.h"

namespace segue::aws {

struct Refusal {
  std::string code;     // "NoSuchKey"; "" when the answer is none of S3's
  std::string message;  // the service's own words
  std::string region;   // where it names one
};
Refusal refusal_in(const http::Response& answer);

struct StoredObject {
  std::string key;
  std::uint64_t size = 0;
};

struct Listing {
  std::vector<StoredObject> objects;  // in the service's order: byte order on AWS, not everywhere
  std::vector<std::string> prefixes;  // where a delimiter was given: what is below each, rolled up
};

struct ListedPage {
  Listing listing;
  std::string next;  // continuation token; "" = this is the last page
};
// Throws Error(upstream) for what is no whole page of ListObjectsV2.
ListedPage page_in(std::string_view xml);

}  // namespace segue::aws
