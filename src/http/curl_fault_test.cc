#include "http/curl_fault.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "http/curl_client.h"

namespace segue::http {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

CurlFault certificate(const std::string& detail) {
  CurlFault fault;
  fault.code = CURLE_PEER_FAILED_VERIFICATION;
  fault.meaning = "SSL peer certificate or SSH remote key was not OK";
  fault.detail = detail;
  fault.host = "api.spotify.com";
  fault.now = base::from_ms(1'795'536'000'000);
  return fault;
}

TEST(CurlFault, HintsAtTheClockWhereACertificateIsOfAnotherTime) {
  for (const char* detail :
       {"SSL certificate problem: certificate is not yet valid", "SSL certificate problem: certificate has expired"}) {
    const std::string said = words_for(certificate(detail));
    EXPECT_TRUE(holds(said, detail) && holds(said, "clock") && holds(said, "2026-11-24T16:00:00")) << said;
  }
}

TEST(CurlFault, NamesTheSettingWhereTheAuthorityIsUnknown) {
  for (const char* detail : {"SSL certificate problem: unable to get local issuer certificate",
                             "SSL certificate problem: self-signed certificate in certificate chain",
                             "SSL certificate problem: self signed certificate"}) {
    const std::string said = words_for(certificate(detail));
    EXPECT_TRUE(holds(said, "[http] ca_file") && holds(said, "SEGUE_HTTP_CA_FILE") && !holds(said, "clock")) << said;
  }
  CurlFault given = certificate("SSL certificate problem: unable to get local issuer certificate");
  given.ca_file = "/etc/company.pem";
  EXPECT_TRUE(holds(words_for(given), "/etc/company.pem does not contain")) << words_for(given);
}

TEST(CurlFault, SaysThatSomebodyElseAnsweredWhereTheNameIsAnother) {
  const std::string said =
      words_for(certificate("SSL: no alternative certificate subject name matches target host name 'api.spotify.com'"));
  EXPECT_TRUE(holds(said, "what answered is not api.spotify.com")) << said;
}

TEST(CurlFault, TellsADeadProxyFromADeadService) {
  CurlFault fault;
  fault.code = CURLE_COULDNT_CONNECT;
  fault.meaning = "Couldn't connect to server";
  fault.detail = "Failed to connect to 10.0.0.1 port 3128 after 0 ms: Couldn't connect to server";
  fault.host = "api.spotify.com";
  fault.proxy = Proxy{"10.0.0.1", "3128", "https_proxy"};
  EXPECT_TRUE(holds(words_for(fault), "the proxy 10.0.0.1:3128 (from https_proxy) failed")) << words_for(fault);
  fault.detail = "Failed to connect to api.spotify.com port 443 after 0 ms: Couldn't connect to server";
  EXPECT_FALSE(holds(words_for(fault), "proxy")) << "no_proxy names it: " << words_for(fault);
  fault.code = CURLE_RECV_ERROR;
  fault.detail = "Received HTTP code 407 from proxy after CONNECT";
  EXPECT_TRUE(holds(words_for(fault), "was never reached")) << words_for(fault);
}

TEST(CurlFault, ShowsNoQuery) {
  CurlFault fault = certificate("URL rejected: http://h/p?code=secret and more");
  EXPECT_FALSE(holds(words_for(fault), "secret")) << words_for(fault);
  EXPECT_TRUE(holds(words_for(fault), "and more")) << words_for(fault);
}

TEST(CurlFault, IsNamedByTheRealClientThroughADeadProxy) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  CurlClient client;
  Request request;
  request.url = "http://segue-has-no-such-host.example/v1?token=secret";
  const auto answer = client.send(request);
  ::unsetenv("http_proxy");
  ASSERT_FALSE(answer);
  const std::string& said = answer.error().what;
  EXPECT_TRUE(holds(said, "the proxy 127.0.0.1:1 (from http_proxy)")) << said;
  EXPECT_FALSE(holds(said, "secret")) << said;
}

TEST(CurlFault, NamesACaFileThatCannotBeRead) {
  CurlOptions options;
  options.ca_file = "/nowhere/authorities.pem";
  CurlClient client(options);
  Request request;
  request.url = "https://127.0.0.1:1/";
  const auto answer = client.send(request);
  ASSERT_FALSE(answer);  // the connection fails first here; with a listener the file would
  EXPECT_TRUE(holds(answer.error().what, "127.0.0.1")) << answer.error().what;
  CurlFault fault;
  fault.code = CURLE_SSL_CACERT_BADFILE;
  fault.ca_file = options.ca_file;
  EXPECT_TRUE(holds(words_for(fault), "/nowhere/authorities.pem cannot be read")) << words_for(fault);
}

}  // namespace
}  // namespace segue::http
