// Answers of S3 as values. The XML is read by pugixml, which follows no entities and no document types.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/client.h"

namespace segue::aws {

struct S3Refusal {
  std::string code;     // "NoSuchKey"; "" if the answer is not S3's
  std::string message;  // in the service's words
  std::string region;   // "" = it names none
};
S3Refusal refusal_in(const http::Response& answer);

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
  std::string next;  // continuation token; "" = last page
};
// Throws Error(upstream) for a text that is no whole page of ListObjectsV2.
ListedPage page_in(std::string_view xml);

}  // namespace segue::aws
