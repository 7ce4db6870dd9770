// Answers of S3 as values. The XML is read by pugixml, which follows no entities and no document types.
#pragma once
#include <string>
#include <string_view>

#include "aws/s3.h"

namespace segue::aws {

struct Refusal {
  std::string code;     // "NoSuchKey"; "" if the answer is not S3's
  std::string message;  // in the service's words
  std::string region;   // "" = it names none
};
Refusal refusal_in(const http::Response& answer);

struct ListedPage {
  Listing listing;
  std::string next;  // continuation token; "" = last page
};
// Throws Error(upstream) for a text that is no whole page of ListObjectsV2.
ListedPage page_in(std::string_view xml);

}  // namespace segue::aws
