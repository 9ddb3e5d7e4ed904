// SPDX-License-Identifier: Apache-2.0
#include "project/schema.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"

namespace forge::project::test {

TEST_CASE("the schema is JSON and knows what the readers know") {
  const auto schema = nlohmann::json::parse(project::schema());
  CHECK(schema.at("/properties/mapper/properties/seed/type"_json_pointer)[0] == "integer");
  CHECK(schema.at("/properties/mapper/properties/factors/enum"_json_pointer).size() == 3);
  const auto &nodes = schema.at("/properties/architecture/items/oneOf"_json_pointer);
  REQUIRE(nodes.size() == 5);
  CHECK(nodes[0].at("required")[0] == "memory");
  CHECK(nodes[0].at("/properties/actions/properties/read/properties/energy/description"_json_pointer) ==
        "energy of one action");
  CHECK(nodes[1].at("/additionalProperties/properties"_json_pointer).contains("multicast"));
  CHECK(nodes[2].at("additionalProperties") == false);
}

}  // namespace forge::project::test
