// Method: tables as people have them; what is proposed is compared column by column, and the map that comes of it is
// read and used on the same table.
#include "collect/propose_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "collect/importer.h"
#include "collect/map.h"
#include "collect/open_rows.h"
#include "collect/row_mapper.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

MapProposal propose(const std::string& text, const std::string& name) {
  Result<OpenedRows> opened = open_rows_over(text, name, TextFormat{});
  EXPECT_TRUE(opened) << opened.status().to_string();
  Result<MapProposal> proposal = propose_map(*opened->rows, name);
  EXPECT_TRUE(proposal) << proposal.status().to_string();
  return std::move(proposal).value();
}

// "column -> target", an answer with its kind and scale.
std::vector<std::string> targets(const MapProposal& proposal) {
  std::vector<std::string> all;
  for (const ColumnProposal& column : proposal.columns) {
    std::string text = column.column + " -> " + column.target;
    if (!column.kind.empty()) text += " " + column.kind;
    if (column.scale.min < column.scale.max) {
      text += " " + std::to_string(static_cast<int>(column.scale.min)) + "-" +
              std::to_string(static_cast<int>(column.scale.max));
    }
    all.push_back(text);
  }
  return all;
}

// The events that the proposed map makes of the table, each as one line.
std::vector<std::string> events(const MapProposal& proposal, const std::string& text, std::vector<Reject>* rejects) {
  const Status status = check_proposal(proposal);
  EXPECT_TRUE(status.ok()) << status.to_string();
  const std::string toml = map_toml(proposal);
  const Result<Map> map = parse_map(toml, "proposed");
  EXPECT_TRUE(map) << map.status().to_string() << "\n" << toml;
  if (!map) return {};
  Result<OpenedRows> opened = open_rows_over(text, "table", TextFormat{});
  RowMapper mapper(map->files[0], {}, WriterOptions());
  EventBatch batch;
  std::vector<Cell> row;
  size_t known = static_cast<size_t>(-1);
  for (uint64_t number = 1;; ++number) {
    const Result<bool> more = opened->rows->next(row);
    if (opened->rows->columns().size() != known) {
      known = opened->rows->columns().size();
      const Status resolved = mapper.resolve(opened->rows->columns(), opened->growing);
      EXPECT_TRUE(resolved.ok()) << resolved.to_string() << "\n" << toml;
    }
    if (more && !*more) break;
    if (more) mapper.map(row, number, *opened->rows, batch);
  }
  std::vector<std::string> lines;
  for (const Event& event : batch.events) lines.push_back(describe_event(event));
  for (const Reject& reject : batch.rejects) {
    if (rejects != nullptr)
      rejects->push_back(reject);
    else
      ADD_FAILURE() << reject.field << ": " << reject.reason << "\n" << toml;
  }
  return lines;
}

constexpr const char* kSurvey =
    "Response ID;Submitted at;E-mail;First name;How likely are you to recommend us?;Why?;Overall satisfaction;Country\n"
    "r1;05-03-2026 14:30;anna@example.com;Anna;9;Quick and friendly help on the phone;4;NL\n"
    "r2;06-03-2026 09:10;bert@example.com;Bert;3;I had to call three times about this;2;BE\n"
    "r3;27-03-2026 18:00;carl@example.com;Carl;10;;5;NL\n";

TEST(ProposeMap, ASurveyBecomesAnEventAnAnswer) {
  const MapProposal proposal = propose(kSurvey, "survey_2026-03.csv");
  EXPECT_EQ(proposal.source, "survey");
  EXPECT_EQ(proposal.rows, 3);
  EXPECT_THAT(targets(proposal),
              ElementsAre("Response ID -> id", "Submitted at -> time", "E-mail -> who.email", "First name -> ",
                          "How likely are you to recommend us? -> answer nps", "Why? -> text",
                          "Overall satisfaction -> answer csat", "Country -> location"));
  EXPECT_EQ(proposal.columns[1].time_format, "%d-%m-%Y %H:%M");
  EXPECT_THAT(proposal.columns[1].why, Not(HasSubstr("cannot be told")));
  EXPECT_THAT(proposal.columns[4].samples, ElementsAre("9", "3", "10"));
  const std::vector<std::string> made = events(proposal, kSurvey, nullptr);
  ASSERT_EQ(made.size(), 6u);
  EXPECT_THAT(made[0], HasSubstr("2026-03-05T14:30:00Z"));
  EXPECT_THAT(made[0], HasSubstr("anna@example.com"));
  EXPECT_THAT(made[0], HasSubstr("kind=nps"));
  EXPECT_THAT(made[0], HasSubstr("answer=9"));
  EXPECT_THAT(made[0], HasSubstr("Quick and friendly"));
  EXPECT_THAT(made[0], HasSubstr("id=r1:How likely are you to recommend us?"));
  EXPECT_THAT(made[0], HasSubstr("\"response\":\"r1\",\"survey\":\"survey\""));
  EXPECT_THAT(made[1], HasSubstr("kind=csat"));
  EXPECT_THAT(made[1], Not(HasSubstr("Quick")));
}

TEST(ProposeMap, OrdersWithMoneyAsPeopleWriteIt) {
  const std::string text =
      "Order ID,Order date,Customer ID,Phone,Total,Qty,Item,Coupon\n"
      "1001,3/28/2026 4:05 PM,7,+31 20 123 4567,\"€ 1.250,50\",2,Chair,\n"
      "1002,3/29/2026 11:15 AM,8,+31 20 765 4321,\"€ 12,00\",1,Lamp,SPRING\n"
      "1003,4/2/2026 9:00 AM,7,+31 20 123 4567,\"€ 7,95\",1,Bulb,\n";
  const MapProposal proposal = propose(text, "orders.csv");
  EXPECT_THAT(targets(proposal),
              ElementsAre("Order ID -> order", "Order date -> time", "Customer ID -> who.id", "Phone -> who.phone",
                          "Total -> amount", "Qty -> quantity", "Item -> product", "Coupon -> properties.Coupon"));
  EXPECT_EQ(proposal.columns[1].time_format, "%m/%d/%Y %I:%M %p");
  EXPECT_THAT(proposal.constants, ElementsAre(std::pair<std::string, std::string>("touchpoint", "purchase"),
                                              std::pair<std::string, std::string>("currency", "EUR")));
  const std::vector<std::string> made = events(proposal, text, nullptr);
  ASSERT_EQ(made.size(), 3u);
  EXPECT_THAT(made[0], HasSubstr("2026-03-28T16:05:00Z"));
  EXPECT_THAT(made[0], HasSubstr("amount=1250.50"));
  EXPECT_THAT(made[1], HasSubstr("amount=12.00"));
}

TEST(ProposeMap, CallsWithUnitsAndDirections) {
  const std::string text =
      "{\"callId\":\"c1\",\"startedAt\":\"2026-03-01T10:00:00Z\",\"caller\":\"+31201234567\",\"callDirection\":"
      "\"Inbound\","
      "\"waitTimeMs\":12500,\"talkTime\":\"00:03:10\",\"queueName\":\"sales\",\"agent\":\"dora\",\"resolved\":true}\n"
      "{\"callId\":\"c2\",\"startedAt\":\"2026-03-01T11:00:00Z\",\"caller\":\"+31201234568\",\"callDirection\":"
      "\"Outbound\","
      "\"waitTimeMs\":0,\"talkTime\":\"00:00:45\",\"queueName\":\"help\",\"agent\":\"dora\",\"resolved\":false}\n";
  const MapProposal proposal = propose(text, "/tmp/calls.jsonl.gz");
  EXPECT_THAT(targets(proposal), ElementsAre("callId -> id", "startedAt -> time", "caller -> who.phone",
                                             "callDirection -> direction", "waitTimeMs -> wait", "talkTime -> talk",
                                             "queueName -> queue", "agent -> agent", "resolved -> resolved"));
  const std::vector<std::string> made = events(proposal, text, nullptr);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_THAT(made[0], HasSubstr("wait=12.5"));
  EXPECT_THAT(made[0], HasSubstr("talk=190"));
  EXPECT_THAT(made[0], HasSubstr("direction=in"));
  EXPECT_THAT(made[0], HasSubstr("channel=call"));
  EXPECT_THAT(made[1], HasSubstr("direction=out"));
}

TEST(ProposeMap, LooksAtValuesWhereNamesSayNothing) {
  const std::string text =
      "a,b,c,d,q4,e\n"
      "anna@example.com,+31201234567,2026-03-01 10:00:00,the parcel came two days late,7,x\n"
      "bert@example.com,+31201234568,2026-03-02 10:00:00,nobody could tell me where it was,10,y\n"
      "carl@example.com,+31201234569,2026-03-03 10:00:00,it was all as I had hoped for,0,x\n";
  EXPECT_THAT(targets(propose(text, "data.csv")),
              ElementsAre("a -> who.email", "b -> who.phone", "c -> time", "d -> text", "q4 -> answer rating 0-10",
                          "e -> properties.e"));
}

TEST(ProposeMap, DayAndMonthThatCannotBeToldApartAreSaidSo) {
  const MapProposal proposal = propose("date,customer\n03/04/2026,1\n05/06/2026,2\n", "x.csv");
  EXPECT_EQ(proposal.columns[0].time_format, "%d/%m/%Y");
  EXPECT_THAT(proposal.columns[0].why, HasSubstr("cannot be told apart"));
}

TEST(ProposeMap, NumbersAreNoTimesAndNoPhones) {
  const MapProposal proposal =
      propose("when,units sold,reference\n1772359200,5,20261234567\n1772359300,6,20261234568\n", "x.csv");
  EXPECT_THAT(targets(proposal),
              ElementsAre("when -> time", "units sold -> properties.units_sold", "reference -> properties.reference"));
  EXPECT_EQ(check_proposal(propose("a,b\n1,2\n3,4\n", "x.csv")).code(), StatusCode::kInvalidArgument);
}

TEST(ProposeMap, TimesOfLongAgoAreNotWhenItHappened) {
  EXPECT_THAT(targets(propose("a,b\n1971-05-01,2026-03-01\n1985-01-02,2026-03-02\n", "x.csv")),
              ElementsAre("a -> properties.a", "b -> time"));
}

TEST(ProposeMap, OneTargetIsFilledOnce) {
  const MapProposal proposal = propose(
      "created_at,updated_at,email,manager mail,total,value\n"
      "2026-03-01,2026-03-02,anna@example.com,dora@example.com,12.50,3\n",
      "x.csv");
  EXPECT_THAT(targets(proposal),
              ElementsAre("created_at -> time", "updated_at -> properties.updated_at", "email -> who.email",
                          "manager mail -> properties.manager_mail", "total -> amount", "value -> properties.value"));
}

TEST(ProposeMap, PricesOfOnePieceAreMultiplied) {
  const std::string text =
      "InvoiceNo,InvoiceDate,CustomerID,StockCode,Quantity,UnitPrice,customer_city\n"
      "536365,2026-03-01 08:26:00,17850.0,85123A,6,2.55,Delft\n"
      "536366,2026-03-01 08:28:00,17851.0,71053,3,0.335,Gouda\n";
  const MapProposal proposal = propose(text, "orders.csv");
  EXPECT_THAT(targets(proposal), ElementsAre("InvoiceNo -> order", "InvoiceDate -> time", "CustomerID -> who.id",
                                             "StockCode -> properties.StockCode", "Quantity -> quantity",
                                             "UnitPrice -> amount", "customer_city -> location"));
  const std::vector<std::string> made = events(proposal, text, nullptr);
  ASSERT_EQ(made.size(), 2u);
  EXPECT_THAT(made[0], HasSubstr("customer=17850 "));
  EXPECT_THAT(made[0], HasSubstr("amount=15.30"));
  EXPECT_THAT(made[1], HasSubstr("amount=1.00"));  // 1.005: half to even.
}

TEST(ProposeMap, CodesOfSurveysAreNoRatings) {
  const MapProposal proposal = propose(
      "date,Q4STORE,Q3,how many people travel with you,recommended,overall_rating\n"
      "2026-03-01,1,1,5,1,4.0\n2026-03-02,2,3,2,0,5.0\n2026-03-03,3,4,8,1,2.0\n",
      "x.csv");
  EXPECT_EQ(targets(proposal)[1], "Q4STORE -> properties.Q4STORE");
  EXPECT_EQ(targets(proposal)[2], "Q3 -> answer stars");
  EXPECT_EQ(targets(proposal)[4], "recommended -> properties.recommended");
  EXPECT_EQ(targets(proposal)[5], "overall_rating -> answer stars");
}

TEST(ProposeMap, OtherCommentsAreEventsOfTheirOwn) {
  const std::string text =
      "id,date,customer,csat,comment,other remarks\n"
      "1,2026-03-01,7,4,this went well I would say,and there is more to tell here\n"
      "2,2026-03-01,8,5,this went very well indeed,\n";
  MapProposal proposal = propose(text, "x.csv");
  ASSERT_TRUE(choose_target(proposal, 5, "text").ok());
  const std::vector<std::string> made = events(proposal, text, nullptr);
  ASSERT_EQ(made.size(), 3u);
  EXPECT_THAT(made[1], HasSubstr("kind=text"));
  EXPECT_THAT(made[1], HasSubstr("more to tell"));
}

TEST(ProposeMap, CommentsWithoutAScoreAreNotLost) {
  const std::string text =
      "id,date,customer,nps,comment\n1,2026-03-01,7,9,this went well I would say\n"
      "2,2026-03-01,8,,nobody answered the phone for days\n3,2026-03-01,9,,\n4,2026-03-02,9,3,\n";
  const std::vector<std::string> made = events(propose(text, "x.csv"), text, nullptr);
  ASSERT_EQ(made.size(), 3u);
  EXPECT_THAT(made[0], HasSubstr("answer=9 text=this went well"));
  EXPECT_THAT(made[1], HasSubstr("id=2 customer=8"));
  EXPECT_THAT(made[1], HasSubstr("kind=text"));
  EXPECT_THAT(made[1], HasSubstr("nobody answered"));
  EXPECT_THAT(made[2], HasSubstr("id=4"));
}

TEST(ProposeMap, HeadersOfOtherLanguages) {
  const auto of = [](const std::string& header, const std::string& rows) {
    return targets(propose(header + "\n" + rows, "x.csv"));
  };
  EXPECT_THAT(
      of("Antwort-Nr.;Datum;Weiterempfehlen (0-10);Begründung;Bestellwert (EUR);Wartezeit (min)",
         "12;2026-03-01;9;ging alles gut und schnell;12,50;3\n13;2026-03-02;0;hat leider ewig gedauert;8,00;4\n"),
      ElementsAre("Antwort-Nr. -> id", "Datum -> time", "Weiterempfehlen (0-10) -> answer nps", "Begründung -> text",
                  "Bestellwert (EUR) -> amount", "Wartezeit (min) -> wait"));
  EXPECT_THAT(of("naam;datum;aanbeveelt u ons;aanbeveling;tevredenheid (1-10);vriendelijkheid (1-5)",
                 "Anna;2026-03-01;9;8;4;3\nBert;2026-03-02;2;1;3;5\n"),
              ElementsAre("naam -> ", "datum -> time", "aanbeveelt u ons -> answer nps", "aanbeveling -> answer nps",
                          "tevredenheid (1-10) -> answer csat 1-10", "vriendelijkheid (1-5) -> answer stars"));
  EXPECT_THAT(of("Nom;Date de réponse;Recommanderiez-vous (0 à 10);Montant (€);Durée d'appel (minutes)",
                 "Anne;2026-03-01;9;12,50;3\nMarc;2026-03-02;2;8,00;4\n"),
              ElementsAre("Nom -> ", "Date de réponse -> time", "Recommanderiez-vous (0 à 10) -> answer nps",
                          "Montant (€) -> amount", "Durée d'appel (minutes) -> talk"));
  EXPECT_THAT(of("Nombre;Fecha;¿Nos recomendaría? (0-10);Satisfacción (1-5);Importe total (EUR)",
                 "Ana;2026-03-01;9;5;12,50\nLuis;2026-03-02;2;4;8,00\n"),
              ElementsAre("Nombre -> ", "Fecha -> time", "¿Nos recomendaría? (0-10) -> answer nps",
                          "Satisfacción (1-5) -> answer csat", "Importe total (EUR) -> amount"));
  const MapProposal units = propose("Datum;Betrag (CHF);Wartezeit (min)\n2026-03-01;12,50;3\n", "x.csv");
  EXPECT_EQ(units.columns[2].unit, "min");
  EXPECT_THAT(units.constants, testing::Contains(std::pair<std::string, std::string>("currency", "CHF")));
}

TEST(ProposeMap, PeopleCorrectIt) {
  MapProposal proposal = propose(kSurvey, "survey.csv");
  ASSERT_TRUE(choose_target(proposal, 6, "ces").ok());
  EXPECT_EQ(targets(proposal)[6], "Overall satisfaction -> answer ces");
  ASSERT_TRUE(choose_target(proposal, 6, "1-6").ok());
  EXPECT_EQ(targets(proposal)[6], "Overall satisfaction -> answer rating 1-6");
  ASSERT_TRUE(choose_target(proposal, 6, "").ok());
  EXPECT_EQ(proposal.columns[6].target, "properties.Overall_satisfaction");
  ASSERT_TRUE(choose_target(proposal, 6, "-").ok());
  EXPECT_EQ(proposal.columns[6].target, "");
  ASSERT_TRUE(choose_target(proposal, 7, "properties.land").ok());
  EXPECT_EQ(proposal.columns[7].target, "properties.land");
  ASSERT_TRUE(choose_target(proposal, 0, "customer").ok());
  EXPECT_EQ(proposal.columns[0].target, "who.id");
  const Status near = choose_target(proposal, 0, "emial");
  EXPECT_EQ(near.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(near.message(), HasSubstr("email"));
  ASSERT_TRUE(choose_target(proposal, 1, "-").ok());
  EXPECT_THAT(check_proposal(proposal).message(), HasSubstr("when it happened"));
  ASSERT_TRUE(choose_target(proposal, 1, "timestamp").ok());
  ASSERT_TRUE(choose_target(proposal, 2, "who.id").ok());
  EXPECT_THAT(check_proposal(proposal).message(), HasSubstr("both fill who.id"));
}

TEST(ProposeMap, NamesThatAreHardToWriteDown) {
  const std::string text =
      "\"ti\"\"me\",\"a.b\",\"a b\",\"a\\b\",\"Überschrift\n2\",,last\n"
      "2026-03-01,1x,2x,3x,4x,5x,6x\n";
  MapProposal proposal = propose(text, "x.csv");
  ASSERT_TRUE(choose_target(proposal, 0, "time").ok());
  const std::vector<std::string> made = events(proposal, text, nullptr);
  ASSERT_EQ(made.size(), 1u);
  for (const char* value : {"1x", "2x", "3x", "4x", "5x", "6x"}) EXPECT_THAT(made[0], HasSubstr(value));
}

TEST(ProposeMap, NothingToLookAt) {
  Result<OpenedRows> opened = open_rows_over("a,b\n", "x.csv", TextFormat{});
  ASSERT_TRUE(opened);
  EXPECT_EQ(propose_map(*opened->rows, "x.csv").status().code(), StatusCode::kInvalidArgument);
}

// Whatever stands in the cells: a proposal that is complete is a map that can be read and used.
TEST(ProposeMap, AnyProposalIsAMap) {
  std::mt19937 random(4);
  const std::vector<std::string> cells{
      "",     "7",          "2026-03-01", "01/02/2026", "x@y.zz",   "+31201234567",
      "€ 5",  "in",         "yes",        "0:10",       "\"a\nb\"", "long text with many words here",
      "-1e9", "1772359200", "'",          "#",          "ü",        "10"};
  const std::vector<std::string> names{"id",        "time",      "nps",   "comment", "total",
                                       "wait (ms)", "direction", "email", "x.y",     "Q1?"};
  for (int round = 0; round < 300; ++round) {
    const size_t columns = 1 + random() % 8;
    std::string text;
    for (size_t i = 0; i < columns; ++i) text += (i > 0 ? "," : "") + names[random() % names.size()];
    text += '\n';
    const size_t rows = 1 + random() % 5;
    for (size_t r = 0; r < rows; ++r) {
      for (size_t i = 0; i < columns; ++i) text += (i > 0 ? "," : "") + cells[random() % cells.size()];
      text += '\n';
    }
    Result<OpenedRows> opened = open_rows_over(text, "x.csv", TextFormat{});
    if (!opened) continue;
    Result<MapProposal> proposal = propose_map(*opened->rows, "x.csv");
    if (!proposal || !check_proposal(*proposal).ok()) continue;
    std::vector<Reject> rejects;
    events(*proposal, text, &rejects);
    if (HasFailure()) FAIL() << text;
  }
}

}  // namespace
}  // namespace sojourn
