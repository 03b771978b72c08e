// What customers of the made-up company write and say in Chinese (comments.h).
#include "simulate/comments.h"

namespace sojourn {
namespace {

constexpr std::string_view kDays[] = {"两天", "三天", "四天", "五天", "一个星期", "九天"};
constexpr std::string_view kWeekdays[] = {"周一", "周二", "周三", "周四", "周五", "周六"};
constexpr std::string_view kThings[] = {"雨衣", "帐篷", "背包", "水壶", "睡袋"};
constexpr std::string_view kNames[] = {"张三", "李四", "王五"};
constexpr std::string_view kPraise[] = {"{weekday}下单，两天后就穿上了，太好了。",
                                        "服务热情，正是我想要的。",
                                        "一切都很顺利，谢谢！",
                                        "{thing}非常好，我每周都用。",
                                        "质量好，价格也公道。",
                                        "又快又热情，完美，谢谢！",
                                        "很喜欢，{thing}比想象的还要好。",
                                        "对这次购物很满意，{thing}很棒。",
                                        "店里的建议很专业，选择也多。",
                                        "网站清楚又方便，一下子就找到了。"};
constexpr std::string_view kLate[] = {"包裹晚了{days}，也没有人通知我。",
                                      "说好{weekday}送到，结果晚了{days}。",
                                      "等送货等得太久了。",
                                      "送货又晚了，这次晚了{days}。",
                                      "送货比承诺的多花了{days}。",
                                      "送货总是迟到，{weekday}在家白等了一天。",
                                      "过了{days}还没收到包裹，送货太糟糕了。",
                                      "快递员{weekday}没有来，包裹晚了{days}。",
                                      "{thing}晚到了{days}，旅行都耽误了。"};
constexpr std::string_view kCheckout[] = {"付款的时候应用卡住了。",
                                          "应用里的结账没完没了，我放弃了{times}次。",
                                          "为什么结账的时候还要再填一次地址？",
                                          "应用里付不了款，按钮没有反应。",
                                          "结账崩溃了{times}次才付成功。",
                                          "更新以后付款页面就坏了。",
                                          "结账失败，购物车突然空了。",
                                          "结账步骤太多，很烦人。"};
constexpr std::string_view kService[] = {"我跟{times}个人解释过，问题还是没有解决。",
                                         "没有人给我回电话。",
                                         "这个答复对我一点帮助也没有。",
                                         "等了半天，电话还断了。",
                                         "客服太差了，从来不回邮件。",
                                         "客服态度很差，根本不听我说。",
                                         "求助了{times}次，一点进展也没有。",
                                         "每个客服说的都不一样，真让人失望。"};
constexpr std::string_view kQuality[] = {
    "{thing}用了{days}就坏了。",       "外套的拉链掉了，质量很差。",         "{thing}漏水，很失望。",
    "{thing}看起来很廉价，还有臭味。", "打开箱子的时候线就断了，质量太差。", "{thing}根本不防水。"};
constexpr std::string_view kPrice[] = {"太贵了，不值这个价。", "今年价格涨了两次，太过分了。", "运费高得离谱。",
                                       "同样的东西别的地方更便宜。", "{thing}太贵了。"};
constexpr std::string_view kReturns[] = {"过了{days}退款还没到。", "退货简直是噩梦。",
                                         "{weekday}寄回去了，钱还没有退。", "退货标签不能用。",
                                         "退货还要收钱，太不公平了。"};
constexpr std::string_view kSwitch[] = {"下次我要去 Acme Outdoor 买。", "我注销了账户，换到 Acme Outdoor 了。",
                                        "Acme Outdoor 更便宜更快，我要换过去。", "下次我去别的店买。",
                                        "我已经换到 Sample Sports 了，他们送货准时。"};
constexpr std::string_view kFeeling[] = {"真是个惊喜，开心了一整天！",
                                         "在山里有{thing}，我觉得很安全。",
                                         "带着{thing}在野外，感觉很自由。",
                                         "我们徒步俱乐部都穿这个，像一家人一样。",
                                         "很高兴你们用的塑料这么少，环保对我很重要。",
                                         "第一次登顶，太自豪了！",
                                         "太高兴了，女儿打开箱子的时候欢呼起来！",
                                         "下班后终于可以放松了，真舒服。"};
constexpr std::string_view kWorry[] = {"我担心我的银行卡信息在你们这里不安全。", "我担心包裹永远到不了。",
                                       "我们城里的店关了，真难过。", "箱子很脏，里面都是头发，恶心。",
                                       "绳子松开的时候我吓坏了。"};
constexpr std::string_view kEvening[] = {"希望可以选择晚上送货。", "希望你们晚上也能送货。",
                                         "如果晚上六点以后能送货就好了。", "能不能增加晚上送货？",
                                         "晚上送货对我会很有帮助。"};
constexpr std::string_view kInstalments[] = {"很想要分期付款。", "希望可以分期付款。", "如果能分三期付款就好了。",
                                             "结账的时候能不能增加分期付款？", "希望增加分期付款。"};
constexpr std::string_view kWishlist[] = {"如果有可以分享的心愿单就好了。", "希望增加可以和朋友分享的心愿单。",
                                          "希望可以分享我的心愿单。", "如果有共享的心愿单就好了。",
                                          "能不能增加分享心愿单的功能？"};
constexpr std::string_view kDark[] = {"希望应用增加深色模式。", "希望应用有深色模式。",
                                      "如果有深色模式，眼睛会舒服很多。", "能不能增加深色模式？",
                                      "应用需要深色模式，晚上太亮了。"};
constexpr std::string_view kPersonal[] = {"可以发邮件到{mail}联系我。", "请打{phone}给我。",
                                          "我叫{name}，电话是{phone}。", "请回复{mail}，{name}。"};
constexpr std::string_view kNiceend[] = {"继续加油！", "下次还会再来。", "强烈推荐。", "做得好。", "给五颗星。"};
constexpr std::string_view kBadend[] = {"这不能接受。", "太让人失望了。", "请你们改进。",
                                        "非常失望。",   "我很生气。",     "再也不来了。"};
constexpr std::string_view kHello[] = {"早上好，请问有什么可以帮您？", "您好，这里是客服，请问需要什么帮助？",
                                       "下午好，感谢来电，请问有什么可以帮您？"};
constexpr std::string_view kSorry[] = {"非常抱歉，我马上为您查询。", "嗯，让我看看。对不起，不应该这样的。",
                                       "很抱歉给您添麻烦了，请您告诉我订单号。", "不好意思，我们会帮您解决的。"};
constexpr std::string_view kDetail[] = {"我的订单号是{order}。", "是订单{order}，上周的。", "稍等，在这里：{order}。",
                                        "号码是{order}，{weekday}下的单。"};
constexpr std::string_view kFix[] = {"谢谢您。今天已经重新发货，{weekday}您会收到。",
                                     "我已经办理退款，{days}之内到账。", "处理好了，保证{weekday}送到。",
                                     "查到了，今天就发货，我们会给您发短信。"};
constexpr std::string_view kThanks[] = {"太好了，非常感谢您的帮助！", "太棒了，您帮了我大忙，谢谢！",
                                        "很好，我很满意，谢谢！", "好的，问题解决了，您真热情。"};
constexpr std::string_view kNofix[] = {"很抱歉，我这边没有办法处理。", "恐怕您需要等另一个部门回复。",
                                       "对不起，系统不允许修改。"};
constexpr std::string_view kAnger[] = {"太过分了，我已经等了{days}！", "这是我见过最差的服务。",
                                       "我真的很生气，没有人帮我。", "这对我一点用也没有，太糟糕了。"};
constexpr std::string_view kManager[] = {"我要找你们经理。", "叫你们领导来。", "那请转给你们主管。"};
constexpr std::string_view kBothello[] = {"您好，我是智能助手，请问是什么问题？", "您好！订单、送货和退货都可以问我。"};
constexpr std::string_view kBotanswer[] = {"您的包裹{order}已经在路上，{weekday}送到。",
                                           "三十天内可以用箱子里的标签退货。", "有货，{weekday}可以送到。"};
constexpr std::string_view kBothand[] = {"我为您转接同事。", "请稍等，同事马上为您服务。"};

}  // namespace

const LanguageWords kChinese = {
    "zh", "", kDays, kWeekdays, kThings, kNames, {kPraise,   kLate,     kCheckout,  kService, kQuality, kPrice,
                                                  kReturns,  kSwitch,   kFeeling,   kWorry,   kEvening, kInstalments,
                                                  kWishlist, kDark,     kPersonal,  kNiceend, kBadend,  kHello,
                                                  kSorry,    kDetail,   kFix,       kThanks,  kNofix,   kAnger,
                                                  kManager,  kBothello, kBotanswer, kBothand}};

}  // namespace sojourn
