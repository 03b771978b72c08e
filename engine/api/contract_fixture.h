// For tests of what /openapi.json promises: requests from its examples, and replies held against it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "api/intake_fixture.h"
#include "api/openapi_examples.h"
#include "api/schema_check.h"

namespace sojourn {

inline void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

class Contract : public testing::Test {
 protected:
  // Holds the reply against the route that it is of: its status is one that is promised, and so is its body.
  void check(const Route& route, const HttpReply& reply, const std::string& what) {
    const Json& schemas = document_["components"]["schemas"];
    const auto is = [&reply](const auto& other) { return other.first == reply.status; };
    EXPECT_TRUE(reply.status == route.success || std::any_of(route.also.begin(), route.also.end(), is))
        << what << " " << reply.status << " " << reply.body;
    if (reply.status == 204 || reply.body.empty()) return;
    const std::string type = reply.type.substr(0, reply.type.find(';'));
    const std::vector<std::string>& media = route.media;
    EXPECT_TRUE(std::find(media.begin(), media.end(), type) != media.end()) << what << " " << type;
    if (type != "application/json" || route.reply_schema.empty()) return;
    EXPECT_EQ(SchemaCheck(schemas).fault(Json::parse(reply.body), schemas[route.reply_schema]), "")
        << what << " " << reply.body;
  }
  std::string keyed(std::string text) const {
    replace_all(text, "sjw_KEY", site_.key);
    replace_all(text, "\"KEY\"", "\"" + site_.key + "\"");
    replace_all(text, "sjh_KEY", token_);
    return text;
  }
  // The address of a route with the examples of its parameters.
  std::string target_of(const Route& route) const {
    std::string target = route.pattern;
    for (size_t at = target.find('{'); at != std::string::npos; at = target.find('{')) {
      const size_t end = target.find('}', at);
      const std::string name = target.substr(at + 1, end - at - 1);
      target.replace(at, end - at + 1, percent_encode(keyed(parameter_example(route, name))));
    }
    std::string query;
    for (const QueryParameter& each : route.query) {
      query +=
          (query.empty() ? "?" : "&") + each.name + "=" + percent_encode(keyed(parameter_example(route, each.name)));
    }
    return target + query;
  }

  IntakeSite site_;
  std::string token_ = site_.server.company().add_source("contacts", "amazon-connect");
  Json document_ = site_.server.json("GET", "/openapi.json");
};

}  // namespace sojourn
