// Who is who. The examples are the header's sentences one by one; the laws are checked on random graphs:
// the order of links never matters, and no weak identifier ever joins two customers with numbers of their own.
#include "event/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "base/limits.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

IdentityNode node(IdentifierCode code, Kind kind, bool generic = false) { return {code, kind, generic}; }

std::vector<IdentifierCode> guarded_codes(const IdentityGroups& groups) {
  std::vector<IdentifierCode> codes;
  for (const IdentityGuard& guard : groups.guards) codes.push_back(guard.code);
  return codes;
}

TEST(Identity, NothingGivesNothing) {
  const IdentityGroups groups = group_identities({}, {});
  EXPECT_THAT(groups.customer, IsEmpty());
  EXPECT_THAT(groups.guards, IsEmpty());
}

TEST(Identity, AChainOfLinksIsOneCustomerNamedByTheSmallestCode) {
  const std::vector<IdentityNode> nodes{node(2, Kind::kAnonymous), node(5, Kind::kEmail), node(9, Kind::kId),
                                        node(11, Kind::kId)};
  const std::vector<IdentityLink> links{{9, 5, false}, {5, 2, false}};
  EXPECT_THAT(group_identities(nodes, links).customer, ElementsAre(2, 2, 2, 11));
}

TEST(Identity, AGenericMailboxJoinsNobody) {
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, Kind::kEmail, true)};
  const IdentityGroups groups = group_identities(nodes, std::vector<IdentityLink>{{1, 3, false}, {2, 3, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 3));
  ASSERT_EQ(groups.guards.size(), 1u);
  EXPECT_EQ(groups.guards[0].reason, "generic mailbox");
}

TEST(Identity, ADeviceSeenWithTwoCustomerNumbersIsGuarded) {
  for (const Kind weak : {Kind::kDevice, Kind::kAnonymous}) {
    const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, weak)};
    const IdentityGroups one = group_identities(nodes, std::vector<IdentityLink>{{1, 3, false}});
    EXPECT_THAT(one.customer, ElementsAre(1, 2, 1));
    const IdentityGroups both = group_identities(nodes, std::vector<IdentityLink>{{1, 3, false}, {2, 3, false}});
    EXPECT_THAT(both.customer, ElementsAre(1, 2, 3));
    ASSERT_EQ(both.guards.size(), 1u);
    EXPECT_EQ(both.guards[0].reason, "shared: 2 customer numbers (limit 1)");
  }
}

TEST(Identity, AnEmailMayHaveAFewCustomerNumbersButNotMany) {
  std::vector<IdentityNode> nodes{node(1, Kind::kEmail)};
  std::vector<IdentityLink> links;
  for (IdentifierCode id = 2; id < 2 + limits::kSharedIdentifierMax; ++id) {
    nodes.push_back(node(id, Kind::kId));
    links.push_back({1, id, false});
    links.push_back({id, 1, false});  // Seen both ways round: still one customer number.
  }
  EXPECT_THAT(group_identities(nodes, links).guards, IsEmpty());
  nodes.push_back(node(100, Kind::kId));
  links.push_back({1, 100, false});
  const IdentityGroups groups = group_identities(nodes, links);
  ASSERT_EQ(groups.guards.size(), 1u);
  EXPECT_EQ(groups.guards[0].reason, "shared: 6 customer numbers or e-mails (limit 5)");
  EXPECT_EQ(std::set<IdentifierCode>(groups.customer.begin(), groups.customer.end()).size(), nodes.size());
}

TEST(Identity, AccountsAndUnknownsNeverJoinByEvents) {
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kAccount), node(3, Kind::kId),
                                        node(4, Kind::kUnknown)};
  const IdentityGroups groups =
      group_identities(nodes, std::vector<IdentityLink>{{1, 2, false}, {3, 2, false}, {3, 4, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(groups.guards, IsEmpty());
}

TEST(Identity, LinksByHandHoldEvenAcrossGuards) {
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, Kind::kEmail, true),
                                        node(4, Kind::kAccount)};
  const IdentityGroups groups =
      group_identities(nodes, std::vector<IdentityLink>{{1, 3, true}, {2, 3, false}, {2, 4, true}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 1, 2));
  EXPECT_THAT(guarded_codes(groups), ElementsAre(3));
}

TEST(Identity, AChainOfDevicesNeverJoinsTwoKnownCustomers) {
  // id 1 - cookie 3 - device 5 - cookie 4 - id 2
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, Kind::kAnonymous),
                                        node(4, Kind::kAnonymous), node(5, Kind::kDevice)};
  const IdentityGroups groups =
      group_identities(nodes, std::vector<IdentityLink>{{1, 3, false}, {3, 5, false}, {4, 5, false}, {2, 4, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(guarded_codes(groups), ElementsAre(3, 4, 5));
  EXPECT_THAT(groups.guards[0].reason, HasSubstr("reach 2 customers"));
}

TEST(Identity, AChainOverAnEmailWithoutANumberIsSeenToo) {
  // id 1 - cookie 3 - e-mail 5 - cookie 4 - id 2
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, Kind::kAnonymous),
                                        node(4, Kind::kAnonymous), node(5, Kind::kEmail)};
  const IdentityGroups groups =
      group_identities(nodes, std::vector<IdentityLink>{{1, 3, false}, {3, 5, false}, {4, 5, false}, {2, 4, false}});
  EXPECT_NE(groups.customer[0], groups.customer[1]);
  EXPECT_THAT(guarded_codes(groups), ElementsAre(3, 4));
}

TEST(Identity, TwoNumbersOfOnePersonDoNotMakeAChainShared) {
  // The two numbers share an e-mail, so they are one customer before the cookies are looked at.
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, Kind::kEmail),
                                        node(4, Kind::kAnonymous), node(5, Kind::kDevice)};
  const IdentityGroups groups = group_identities(
      nodes, std::vector<IdentityLink>{{1, 3, false}, {2, 3, false}, {1, 4, false}, {4, 5, false}, {2, 5, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 1, 1, 1, 1));
  EXPECT_THAT(groups.guards, IsEmpty());
}

TEST(Identity, ACookieLinkedByHandDoesNotDragAnotherCustomerIn) {
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kId), node(3, Kind::kAnonymous)};
  const IdentityGroups groups = group_identities(nodes, std::vector<IdentityLink>{{1, 3, true}, {2, 3, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 1));
  EXPECT_THAT(guarded_codes(groups), ElementsAre(3));
}

// `count` nodes of `kind` from code 2 on, each seen with the identifier 1.
std::pair<std::vector<IdentityNode>, std::vector<IdentityLink>> star(Kind middle, Kind kind, size_t count) {
  std::vector<IdentityNode> nodes{node(1, middle)};
  std::vector<IdentityLink> links;
  for (IdentifierCode code = 2; code < 2 + count; ++code) {
    nodes.push_back(node(code, kind));
    links.push_back({code, 1, false});
  }
  return {nodes, links};
}

size_t customer_count(const IdentityGroups& groups) {
  return std::set<IdentifierCode>(groups.customer.begin(), groups.customer.end()).size();
}

TEST(Identity, WithoutCustomerNumbersSharedThingsJoinNobodyEither) {
  struct Case {
    Kind middle;
    Kind around;
    size_t count;
    std::string reason;
  };
  for (const Case& one :
       {Case{Kind::kDevice, Kind::kEmail, 200, "shared: seen with 200 customers (limit 1)"},
        Case{Kind::kDevice, Kind::kPhone, 50, "shared: seen with 50 customers (limit 1)"},
        Case{Kind::kDevice, Kind::kAnonymous, 6, "shared: 6 cookies (limit 5)"},
        Case{Kind::kAnonymous, Kind::kEmail, 2, "shared: seen with 2 customers (limit 1)"},
        Case{Kind::kPhone, Kind::kEmail, 50, "shared: 50 customer numbers, e-mails or phones (limit 5)"},
        Case{Kind::kEmail, Kind::kEmail, 6, "shared: 6 customer numbers or e-mails (limit 5)"}}) {
    const auto [nodes, links] = star(one.middle, one.around, one.count);
    const IdentityGroups groups = group_identities(nodes, links);
    EXPECT_EQ(customer_count(groups), nodes.size()) << one.reason;
    ASSERT_EQ(groups.guards.size(), 1u) << one.reason;
    EXPECT_EQ(groups.guards[0].code, 1u);
    EXPECT_EQ(groups.guards[0].reason, one.reason);
  }
}

TEST(Identity, AFewOfOnePersonStillJoin) {
  for (const auto& [middle, around, count] :
       {std::tuple(Kind::kDevice, Kind::kEmail, 1), std::tuple(Kind::kDevice, Kind::kAnonymous, 5),
        std::tuple(Kind::kPhone, Kind::kEmail, 5), std::tuple(Kind::kEmail, Kind::kAnonymous, 40)}) {
    const auto [nodes, links] = star(middle, around, static_cast<size_t>(count));
    const IdentityGroups groups = group_identities(nodes, links);
    EXPECT_EQ(customer_count(groups), 1u);
    EXPECT_THAT(groups.guards, IsEmpty());
  }
}

TEST(Identity, ASharedDeviceLeavesTheCookiesOnItToTheirCustomers) {
  // E-mails 2 and 3 with cookies 4 and 5; both e-mails, and the cookies too, stood with the device 1.
  const std::vector<IdentityNode> nodes{node(1, Kind::kDevice), node(2, Kind::kEmail), node(3, Kind::kEmail),
                                        node(4, Kind::kAnonymous), node(5, Kind::kAnonymous)};
  const IdentityGroups groups = group_identities(
      nodes, std::vector<IdentityLink>{
                 {2, 4, false}, {3, 5, false}, {2, 1, false}, {3, 1, false}, {4, 1, false}, {5, 1, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 3, 2, 3));
  EXPECT_THAT(guarded_codes(groups), ElementsAre(1));
}

TEST(Identity, ACookieJoinsANumberWithAnEmailButNotOverThemTwoNumbers) {
  // id 1 - cookie 2 - e-mail 3
  std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kAnonymous), node(3, Kind::kEmail)};
  std::vector<IdentityLink> links{{1, 2, false}, {3, 2, false}};
  EXPECT_THAT(group_identities(nodes, links).customer, ElementsAre(1, 1, 1));
  // ... - device 4 - id 5: neither step is wrong alone.
  nodes.push_back(node(4, Kind::kDevice));
  nodes.push_back(node(5, Kind::kId));
  links.push_back({3, 4, false});
  links.push_back({5, 4, false});
  const IdentityGroups groups = group_identities(nodes, links);
  EXPECT_THAT(groups.customer, ElementsAre(1, 2, 3, 4, 5));
  ASSERT_THAT(guarded_codes(groups), ElementsAre(2, 4));
  EXPECT_THAT(groups.guards[0].reason, HasSubstr("reach 3 customers"));
}

TEST(Identity, AGenericMailboxLinkedByHandIsNoProofOfAnotherPerson) {
  // id 1 answers for info@ (2); its cookie 3 was seen with its own e-mail 4 as well.
  const std::vector<IdentityNode> nodes{node(1, Kind::kId), node(2, Kind::kEmail, true), node(3, Kind::kAnonymous),
                                        node(4, Kind::kEmail)};
  const IdentityGroups groups =
      group_identities(nodes, std::vector<IdentityLink>{{1, 2, true}, {1, 3, false}, {4, 3, false}});
  EXPECT_THAT(groups.customer, ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(guarded_codes(groups), ElementsAre(2));
}

struct Graph {
  std::vector<IdentityNode> nodes;
  std::vector<IdentityLink> links;
};

Graph random_graph(std::mt19937& random) {
  Graph graph;
  const size_t count = 2 + random() % 40;
  for (size_t i = 0; i < count; ++i) {
    const auto kind = static_cast<Kind>(random() % kIdentifierKindCount);
    graph.nodes.push_back(
        node(static_cast<IdentifierCode>(1 + 3 * i), kind, kind == Kind::kEmail && random() % 6 == 0));
  }
  for (size_t i = random() % (2 * count); i > 0; --i) {
    graph.links.push_back({graph.nodes[random() % count].code, graph.nodes[random() % count].code, random() % 12 == 0});
  }
  return graph;
}

TEST(IdentityLaws, TheOrderAndDirectionAndRepetitionOfLinksNeverMatter) {
  std::mt19937 random(20260301);
  for (int round = 0; round < 400; ++round) {
    Graph graph = random_graph(random);
    const IdentityGroups groups = group_identities(graph.nodes, graph.links);
    std::vector<IdentityLink> shuffled = graph.links;
    shuffled.insert(shuffled.end(), graph.links.begin(),
                    graph.links.begin() + static_cast<long>(graph.links.size() / 2));
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (IdentityLink& link : shuffled) {
      if (random() % 2 == 0) std::swap(link.a, link.b);
    }
    const IdentityGroups again = group_identities(graph.nodes, shuffled);
    ASSERT_EQ(groups.customer, again.customer) << "round " << round;
    ASSERT_EQ(guarded_codes(groups), guarded_codes(again)) << "round " << round;
  }
}

// Without links by hand: two numbers, e-mails or phones that nothing sure joins are not joined by cookies and devices
// either.
TEST(IdentityLaws, WeakIdentifiersNeverJoinKnownCustomers) {
  std::mt19937 random(77);
  for (int round = 0; round < 400; ++round) {
    Graph graph = random_graph(random);
    std::erase_if(graph.links, [](const IdentityLink& link) { return link.by_hand; });
    std::map<IdentifierCode, Kind> kinds;
    for (const IdentityNode& one : graph.nodes) kinds[one.code] = one.kind;
    std::vector<IdentityLink> sure;
    for (const IdentityLink& link : graph.links) {
      if (kinds[link.a] <= Kind::kPhone && kinds[link.b] <= Kind::kPhone) sure.push_back(link);
    }
    const IdentityGroups with = group_identities(graph.nodes, graph.links);
    const IdentityGroups without = group_identities(graph.nodes, sure);
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (graph.nodes[i].kind != graph.nodes[j].kind || graph.nodes[i].kind > Kind::kPhone) continue;
        ASSERT_EQ(with.customer[i] == with.customer[j], without.customer[i] == without.customer[j])
            << "round " << round;
      }
    }
  }
}

// Groups that no link joins are answered alone as they are together: what lets a store regroup only what changed.
TEST(IdentityLaws, UnlinkedPartsAreIndependent) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const Graph left = random_graph(random);
    Graph right = random_graph(random);
    for (IdentityNode& one : right.nodes) one.code += 1000;
    for (IdentityLink& link : right.links) link.a += 1000, link.b += 1000;
    Graph both = left;
    both.nodes.insert(both.nodes.end(), right.nodes.begin(), right.nodes.end());
    both.links.insert(both.links.begin(), right.links.begin(), right.links.end());
    std::vector<IdentifierCode> apart = group_identities(left.nodes, left.links).customer;
    const std::vector<IdentifierCode> rest = group_identities(right.nodes, right.links).customer;
    apart.insert(apart.end(), rest.begin(), rest.end());
    ASSERT_EQ(group_identities(both.nodes, both.links).customer, apart);
  }
}

}  // namespace
}  // namespace sojourn
