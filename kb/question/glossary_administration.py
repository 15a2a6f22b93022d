"""English words for kinds of documents, law and the organs of government. Lines as ``kb.question.glossary`` reads them."""

from __future__ import annotations

LAW = """
law, act = 法
regulation, regulations = 条例
measures, implementing measures, implementation measures = 办法
implementing regulations, implementation regulations, regulations for implementation = 实施条例
rules = 规定
own rules, detailed rules, implementing rules, detailed implementing rules, implementation rules = 实施细则/细则
provisions = 规定
notice, circular = 通知
opinion, opinions, guiding opinion, guideline, guidelines = 意见/指导意见
plan, action plan, implementation plan = 方案/计划/规划
five-year plan = 规划
policy = 政策
document = 文件
article = 条
draft for comments, draft for public comment, consultation draft, draft = 征求意见稿
protection of minors, minors protection, minor protection = 未成年人保护
protection of minors online, online protection of minors, internet protection of minors, network protection of minors = 未成年人网络保护
protection = 保护
compulsory education law = 义务教育法
preschool education law, preschool law, national preschool law = 学前教育法
private education promotion law, law on the promotion of private education = 民办教育促进法
vocational education law = 职业教育法
higher education law = 高等教育法
family education promotion law = 家庭教育促进法
teachers law, teachers' law, law on teachers = 教师法
education law = 教育法
law on the protection of minors, minors protection law, protection of minors law = 未成年人保护法
law on the prevention of juvenile delinquency, prevention of juvenile delinquency law = 预防未成年人犯罪法
regulations on education inspection, education inspection regulations, regulations on education supervision = 教育督导条例
regulations on the protection of minors online = 未成年人网络保护条例
regulations on the education of persons with disabilities, disabled persons education regulations = 残疾人教育条例
school sports regulations, regulations on school sports = 学校体育工作条例
school hygiene regulations, school health regulations, regulations on school hygiene = 学校卫生工作条例
kindergarten management regulations, kindergarten regulations = 幼儿园管理条例
regulations on teacher qualifications, teacher qualification regulations = 教师资格条例
exam regulations, examination regulations, national education examination regulations = 国家教育考试条例
promulgate, promulgated = 公布
state council = 国务院
people's congress, standing committee = 人大常委会
prohibit, prohibited, forbid, forbidden, ban, banned, outlaw = 禁止/不得/严禁
allowed, permitted, may = 可以/允许
obligation, obliged = 义务
"""

ORGANS = """
people's government = 人民政府
provincial government, provincial people's government = 省政府/省人民政府
municipal government, city government, municipal people's government = 市政府/市人民政府
district government, district people's government = 区政府/区人民政府
county government, county people's government = 县政府/县人民政府
county and district governments, governments of counties and districts = 县区人民政府
local government = 地方人民政府/政府
government = 政府/人民政府
ministry of education = 教育部
ministry of finance = 财政部
education department, education authority, education administrative department, educational administrative department, education administration, authorities for education = 教育行政部门/教育部门
finance department = 财政部门
health department, health authority = 卫生健康部门/卫生部门
education commission, education committee = 教育委员会/教委
education inspection office, education supervision office, education inspectorate, government education inspection office = 教育督导室/督导室
staffing office, establishment office, office of the staffing commission = 编办/机构编制
disabled persons' federation, disabled persons federation, federation of the disabled = 残联
women's federation = 妇联
communist youth league, youth league = 共青团/团委
trade union = 工会
organization department, organisation department = 组织部
publicity department, propaganda department = 宣传部
examination institution, exam institution, examination authority = 考试机构
police = 公安机关/公安
cyberspace administration, cyberspace authority, internet information office = 网信部门/网信办
press and publication = 新闻出版
"""

# What a unit is there for; "NAME bureau", "bureau of NAME" are put together from these.
FUNCTIONS = """
education = 教育
education and sports = 教育体育
finance, financial = 财政
development and reform = 发展改革
human resources and social security, human resources = 人力资源社会保障
natural resources = 自然资源
planning and natural resources, natural resources and planning = 规划自然资源
housing and urban-rural development, housing and urban rural development, housing and construction, housing = 住房城乡建设
public security = 公安
health, health and family planning = 卫生健康
market regulation, market supervision = 市场监管
civil affairs = 民政
science and technology = 科技
science and data = 科技和数据
culture and tourism = 文化旅游
transport, transportation = 交通运输
emergency management = 应急管理
justice, judicial = 司法
audit = 审计
taxation, tax = 税务
agriculture and rural affairs = 农业农村
ecology and environment, environmental protection = 生态环境
sports = 体育
urban management = 城市管理
commerce = 商务
economy and information technology, industry and information technology = 经济和信息化
"""
