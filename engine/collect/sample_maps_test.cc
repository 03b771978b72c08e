// Imports the real data through the maps in samples/maps and compares with figures got by other means: awk on the
// unpacked files, run here, wherever quoted commas do not get in its way; else counts by Python's csv module, with the
// expression beside them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/source_folder_fixture.h"
#include "collect/importer.h"
#include "collect/memory_sink.h"

namespace sojourn {
namespace {

const std::string kSource = source_folder();
const std::string kFiles = kSource + "/../shared/data/";

class SampleMaps : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kFiles)) {
      GTEST_SKIP() << "The real data are not beside this checkout, so the maps for them are not tried.";
    }
  }

  // Imports the files through samples/maps/<map>.toml, with as many rejects as expected.
  IntakeCounts import(const std::string& map, const std::vector<std::string>& files, int64_t rejected = 0) {
    ImportOptions options;
    Result<Map> read = read_map(kSource + "/samples/maps/" + map + ".toml");
    EXPECT_TRUE(read) << read.status().to_string();
    if (!read) return {};
    options.map = *read;
    for (const std::string& file : files) options.files.push_back(kFiles + file);
    const Result<ImportReport> report = import_files(options, sink);
    EXPECT_TRUE(report) << report.status().to_string();
    if (!report) return {};
    EXPECT_EQ(report->sources.size(), 1u);
    const SourceReport& source = report->sources.front();
    EXPECT_EQ(source.counts.rejected, rejected);
    if (source.counts.rejected != rejected) {
      for (const Reject& one : source.rejects) std::printf("line %lu %s\n", one.line, (one.field + one.reason).c_str());
    }
    EXPECT_EQ(source.counts.repeats, 0);
    EXPECT_EQ(source.counts.events, sink.stored());
    return source.counts;
  }

  // What a shell command says of the unpacked file, as a number.
  static int64_t shell(const std::string& file, const std::string& command) {
    const std::string line = "zcat '" + kFiles + file + "' | " + command;
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(line.c_str(), "r"), pclose);
    std::array<char, 64> text{};
    if (pipe == nullptr || fgets(text.data(), text.size(), pipe.get()) == nullptr) return -1;
    return std::atoll(text.data());
  }

  int64_t events_at(const std::string& touchpoint) const { return sink.count(Field::kTouchpoint, touchpoint); }
  // Events whose properties hold this piece of JSON.
  int64_t with_property(const std::string& piece) const {
    return std::count_if(sink.properties.begin(), sink.properties.end(),
                         [&](const std::string& json) { return json.find(piece) != std::string::npos; });
  }

  MemorySink sink;
};

TEST_F(SampleMaps, OlistOrders) {
  const std::string orders = "olist/olist_orders_dataset.csv.gz";
  const IntakeCounts counts = import("olist", {orders});
  EXPECT_EQ(counts.without_id, 0);
  EXPECT_EQ(events_at("purchase"), shell(orders, "awk 'NR>1' | wc -l"));
  EXPECT_EQ(events_at("payment approved"), shell(orders, "awk -F, 'NR>1 && $5' | wc -l"));
  EXPECT_EQ(events_at("shipping"), shell(orders, "awk -F, 'NR>1 && $6' | wc -l"));
  EXPECT_EQ(events_at("delivery"), shell(orders, "awk -F, 'NR>1 && $7' | wc -l"));
  // Late by the instant, and by the calendar date.
  EXPECT_EQ(with_property("\"late_by_instant\":true"), shell(orders, "awk -F, 'NR>1 && $7 && $7>$8' | wc -l"));
  EXPECT_EQ(with_property("\"late\":true"),
            shell(orders, "awk -F, 'NR>1 && $7 && substr($7,1,10)>substr($8,1,10)' | wc -l"));
  // Prices and freight have two digits: their sum in centavos.
  EXPECT_EQ(sink.sum(Field::kAmount), shell("olist/olist_order_items_dataset.csv.gz",
                                            "awk -F, 'NR>1{s+=$6*100+$7*100} END{printf \"%.0f\", s}'"));
  EXPECT_EQ(static_cast<int64_t>(sink.customers()),
            shell("olist/olist_customers_dataset.csv.gz", "awk -F, 'NR>1 && !seen[$2]++' | wc -l"));
}

TEST_F(SampleMaps, OlistReviews) {
  // 45370 rows; 9 have neither time, 23 more no time of answer: sum(not r['review_answer_timestamp'] for r in rows).
  const IntakeCounts counts = import("olist", {"olist/olist_order_reviews_dataset.csv.gz"}, 32);
  EXPECT_EQ(counts.rows, 45'370);
  EXPECT_EQ(counts.without_time, 32);
  EXPECT_EQ(events_at("review invitation"), 45'370 - 9);
  EXPECT_EQ(events_at("review"), 45'370 - 32);
}

TEST_F(SampleMaps, OlistReviewsTellLateFromOnTime) {
  struct Totals {
    int64_t count = 0;
    double sum = 0;
  };
  class LateSink final : public EventSink {
   public:
    Result<AppendReceipt> append(const EventBatch& batch) override {
      for (const Event& event : batch.events) {
        if (!event.has(Field::kAnswer)) continue;
        for (const bool late : {false, true}) {
          const std::string wanted = std::string("\"late_by_instant\":") + (late ? "true" : "false");
          if (event.properties.find(wanted) == std::string_view::npos) continue;
          ++totals[late].count;
          totals[late].sum += event.number(Field::kAnswer);
        }
      }
      return AppendReceipt{};
    }
    std::array<Totals, 2> totals;
  };
  ImportOptions options;
  options.map = read_map(kSource + "/samples/maps/olist.toml").value();
  options.files = {kFiles + "olist/olist_order_reviews_dataset.csv.gz"};
  LateSink late;
  ASSERT_TRUE(import_files(options, late));
  // Joined by Python's dict on order_id, comparing the texts of the two times.
  EXPECT_EQ(late.totals[0].count, 40'838);
  EXPECT_NEAR(late.totals[0].sum / 40'838, 4.285665311719477, 1e-12);
  EXPECT_EQ(late.totals[1].count, 2'822);
  EXPECT_NEAR(late.totals[1].sum / 2'822, 2.549610205527994, 1e-12);
}

TEST_F(SampleMaps, Retail) {
  const std::string lines = "retail/online_retail_2010-12_2011-06.csv.gz";
  const IntakeCounts counts = import("retail", {lines});
  EXPECT_EQ(counts.rows, shell(lines, "awk 'NR>1' | wc -l"));
  EXPECT_EQ(sink.stored(), counts.rows);
  EXPECT_EQ(events_at("return"), shell(lines, "grep -c '^C'"));
  // The customer number stands last but one; commas in descriptions come before it.
  EXPECT_EQ(counts.without_id, shell(lines, "awk -F, 'NR>1 && !$(NF-1)' | wc -l"));
  EXPECT_EQ(static_cast<int64_t>(sink.customers()),
            shell(lines, "awk -F, 'NR>1 && $(NF-1) && !seen[$(NF-1)]++' | wc -l"));
  // In tenths of pence, to round each line as its own amount: half to even never occurs but for 0.001.
  const int64_t pence = shell(lines,
                              "awk -F, 'NR>1{a=$(NF-4)*$(NF-2)*100; s+=(a<0?-int(0.5-a):int(a+0.5))} "
                              "END{printf \"%.0f\", s}'");
  EXPECT_NEAR(static_cast<double>(sink.sum(Field::kAmount)), static_cast<double>(pence), 5);
}

TEST_F(SampleMaps, Cdnow) {
  const std::string sample = "cdnow/CDNOW_sample.txt.gz";
  import("cdnow", {sample});
  EXPECT_EQ(sink.stored(), shell(sample, "wc -l"));
  EXPECT_EQ(static_cast<int64_t>(sink.customers()), shell(sample, "awk '!seen[$1]++' | wc -l"));
  EXPECT_EQ(sink.sum(Field::kAmount), shell(sample, "awk '{s+=$5*100} END{printf \"%.0f\", s}'"));
}

TEST_F(SampleMaps, Telco) {
  const std::string customers = "telco/Telco-Customer-Churn.csv.gz";
  import("telco", {customers});
  EXPECT_EQ(events_at("sign-up"), shell(customers, "awk 'NR>1' | wc -l"));
  EXPECT_EQ(events_at("churn"), shell(customers, "tr -d '\\r' | grep -c ',Yes$'"));
  EXPECT_EQ(sink.sum(Field::kAmount), shell(customers, "awk -F, 'NR>1{s+=$19*100} END{printf \"%.0f\", s}'"));
  EXPECT_EQ(with_property("\"TotalCharges\""), shell(customers, "awk -F, 'NR>1 && $20!=\" \" && $20' | wc -l"));
}

TEST_F(SampleMaps, CallCentre) {
  const std::string calls = "callcentre/anonymousbank_1999-01.txt.gz";
  const IntakeCounts counts = import("callcentre", {calls});
  EXPECT_EQ(sink.count(Field::kOutcome, "served"), shell(calls, "awk -F'\\t' '$13==\"AGENT\"' | wc -l"));
  EXPECT_EQ(sink.count(Field::kOutcome, "abandoned"),
            shell(calls, "awk -F'\\t' '$13==\"HANG\" && $10!=\"0:00:00\"' | wc -l"));
  EXPECT_EQ(sink.count(Field::kOutcome, "left in menu"),
            shell(calls, "awk -F'\\t' '$13==\"HANG\" && $10==\"0:00:00\"' | wc -l"));
  EXPECT_EQ(counts.without_id, shell(calls, "awk -F'\\t' '$3==\"0\" && $13!=\"PHANTOM\"' | wc -l"));
  EXPECT_EQ(sink.sum(Field::kTalk) / kSecond, shell(calls, "awk -F'\\t' '$13==\"AGENT\"{s+=$16} END{print s}'"));
}

TEST_F(SampleMaps, Airport) {
  const std::string first = "airport_survey/SFO_2016.csv.gz";
  import("airport_2016", {first});
  EXPECT_EQ(sink.count(Field::kTouchpoint, "airport survey invitation"), shell(first, "awk 'NR>1' | wc -l"));
  // 1633 + 731 + 497 + 51 + 7: Counter(r['Q7ALL'] for r in rows), without 0 and 6.
  EXPECT_EQ(events_at("airport survey"), 2'919);

  sink = MemorySink();
  import("airport_2017", {"airport_survey/SFO_2017.csv.gz"});
  // 2831 rows; Counter(r['NETPRO']) without '11' (84) and blank (1); Counter(r['Q7ALL']) without Blank (143).
  EXPECT_EQ(events_at("airport survey invitation"), 2 * 2'831);
  EXPECT_EQ(sink.count(Field::kKind, "nps"), 2'831 + 2'746);
  EXPECT_EQ(sink.count(Field::kKind, "csat"), 2'831 + 2'688);
}

TEST_F(SampleMaps, CompleteJourney) {
  const std::string folder = "complete_journey/";
  const IntakeCounts counts =
      import("complete_journey", {folder + "transactions_sample.csv.gz", folder + "campaigns.csv.gz",
                                  folder + "coupon_redemptions.csv.gz", folder + "demographics.csv.gz"});
  EXPECT_EQ(counts.without_id, 0);
  EXPECT_EQ(events_at("purchase"), shell(folder + "transactions_sample.csv.gz", "awk 'NR>1' | wc -l"));
  EXPECT_EQ(events_at("campaign"), shell(folder + "campaigns.csv.gz", "awk 'NR>1' | wc -l"));
  EXPECT_EQ(events_at("coupon redeemed"), shell(folder + "coupon_redemptions.csv.gz", "awk 'NR>1' | wc -l"));
  EXPECT_EQ(events_at("profile"), shell(folder + "demographics.csv.gz", "awk 'NR>1' | wc -l"));
  EXPECT_EQ(sink.sum(Field::kAmount),
            shell(folder + "transactions_sample.csv.gz", "awk -F, 'NR>1{s+=$6*100} END{printf \"%.0f\", s}'"));
  // product_of = {r['product_id']: r['department']}; sum(product_of.get(t['product_id']) == 'GROCERY' for t in rows)
  EXPECT_EQ(sink.count(Field::kDepartment, "GROCERY"), 47'411);
}

TEST_F(SampleMaps, EventLogs) {
  const std::string sepsis = "eventlogs/sepsis.csv.gz";
  import("sepsis", {sepsis});
  EXPECT_EQ(sink.stored(), shell(sepsis, "awk 'NR>1' | wc -l"));
  EXPECT_EQ(static_cast<int64_t>(sink.customers()), shell(sepsis, "awk -F';' 'NR>1 && !seen[$1]++' | wc -l"));
  EXPECT_EQ(events_at("Leucocytes"), shell(sepsis, "awk -F';' '$2==\"Leucocytes\"' | wc -l"));

  sink = MemorySink();
  const std::string fines = "eventlogs/traffic_fines.csv.gz";
  import("traffic_fines", {fines});
  EXPECT_EQ(sink.stored(), shell(fines, "awk 'NR>1' | wc -l"));
  EXPECT_EQ(events_at("Payment"), shell(fines, "awk -F, '$2==\"\\\"Payment\\\"\"' | wc -l"));
  EXPECT_EQ(sink.sum(Field::kAmount), shell(fines,
                                            "awk -F, 'NR>1 && $13!=\"NA\"{gsub(/\"/,\"\",$13); s+=$13*100} "
                                            "END{printf \"%.0f\", s}'"));
}

TEST_F(SampleMaps, Marketing) {
  const std::string paths = "marketing/paths_2000.csv.gz";
  import("marketing", {paths});
  EXPECT_EQ(events_at("conversion"), shell(paths, "awk -F, 'NR>1{s+=$2} END{print s}'"));
  EXPECT_EQ(events_at("ad"), shell(paths, "awk -F, 'NR>1{s+=($2+$4)*split($1,a,\" > \")} END{print s}'"));
  EXPECT_EQ(static_cast<int64_t>(sink.customers()), shell(paths, "awk -F, 'NR>1{s+=$2+$4} END{print s}'"));
  // Each row is rounded to hundredths; awk rounds its binary number, so that halves may fall to the other side.
  const int64_t cents = shell(paths, "awk -F, 'NR>1{s+=sprintf(\"%.2f\", $3)*100} END{printf \"%.0f\", s}'");
  EXPECT_NEAR(static_cast<double>(sink.sum(Field::kAmount)), static_cast<double>(cents), 40);
}

TEST_F(SampleMaps, TextsOfCustomers) {
  const std::string chats = "dialogues/multidogo_finance_dev.tsv.gz";
  import("multidogo", {chats});
  EXPECT_EQ(sink.stored(), shell(chats, "awk 'NR>1' | wc -l"));
  EXPECT_EQ(static_cast<int64_t>(sink.customers()), shell(chats, "awk -F'\\t' 'NR>1 && !seen[$1]++' | wc -l"));

  sink = MemorySink();
  const std::string complaints = "text/cfpb_consumer_complaints.csv.gz";
  const IntakeCounts counts = import("cfpb", {complaints});
  EXPECT_EQ(sink.stored(), 3'186);  // len(rows)
  EXPECT_EQ(counts.without_id, 3'186);
  EXPECT_EQ(sink.count(Field::kChannel, "web"), 2'233);  // Counter(r['Submitted via'] for r in rows)

  sink = MemorySink();
  import("skytrax", {"text/skytrax_lounge.csv.gz"});
  EXPECT_EQ(sink.stored(), 2'264);                      // len(rows)
  EXPECT_EQ(sink.count(Field::kKind, "stars"), 2'259);  // Without those whose overall_rating is blank.
}

}  // namespace
}  // namespace sojourn
