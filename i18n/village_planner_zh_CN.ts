<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>VillagePlanner</name>
  <message>
   <source> (assumed)</source>
   <translation>（推定）</translation>
  </message>
  <message>
   <source> Nearest: {names}.</source>
   <translation>最相近的有：{names}。</translation>
  </message>
  <message>
   <source>(all units)</source>
   <translation>（全部单元）</translation>
  </message>
  <message>
   <source>(hidden)</source>
   <translation>（隐藏）</translation>
  </message>
  <message>
   <source>* decided by a person</source>
   <translation>* 人工确定</translation>
  </message>
  <message>
   <source>, </source>
   <translation>、</translation>
  </message>
  <message>
   <source>1 Data</source>
   <translation>1 数据</translation>
  </message>
  <message>
   <source>1+X+Y</source>
   <translation>1+X+Y</translation>
  </message>
  <message>
   <source>1+X+Y layout</source>
   <translation>1+X+Y 布局</translation>
  </message>
  <message>
   <source>2 Indicators</source>
   <translation>2 指标</translation>
  </message>
  <message>
   <source>201 city, 202 town, 203 village …; empty: settlement_code or CZCSXM, where there is one.</source>
   <translation>201 城市、202 建制镇、203 村庄……；留空：settlement_code 或 CZCSXM（如有）。</translation>
  </message>
  <message>
   <source>3 Districts</source>
   <translation>3 片区</translation>
  </message>
  <message>
   <source>33 townships, 462 villages, 40,000 parcels; made on this computer in less than a minute</source>
   <translation>33 个乡镇、462 个村（社区）、4 万个图斑，在本机生成，不到一分钟</translation>
  </message>
  <message>
   <source>4 Control lines</source>
   <translation>4 管控</translation>
  </message>
  <message>
   <source>40,000 take some seconds; a real county has 250,000 and more, which take about two minutes.</source>
   <translation>40,000 个图斑只需几十秒；真实的县有 250,000 个以上，约需两分钟。</translation>
  </message>
  <message>
   <source>5 Review</source>
   <translation>5 评审</translation>
  </message>
  <message>
   <source>6 Results</source>
   <translation>6 成果</translation>
  </message>
  <message>
   <source>A</source>
   <translation>甲</translation>
  </message>
  <message>
   <source>A JSON file with the tables that differ from the shipped ones (titles, columns, notes, order).</source>
   <translation>JSON 文件，只写与自带目录不同的表（标题、列、注、顺序）。</translation>
  </message>
  <message>
   <source>A click on the map shows the settlement here</source>
   <translation>点击地图即在此显示该镇村</translation>
  </message>
  <message>
   <source>A county's own rules and thresholds; empty: those of the plugin.</source>
   <translation>本县自定的检查规则与阈值；留空则采用插件自带规则。</translation>
  </message>
  <message>
   <source>A county's own rules, sets of classes and names of lines; empty: those of the plugin.</source>
   <translation>县自定的规则、地类集合和控制线名称；留空：采用插件自带的规则目录。</translation>
  </message>
  <message>
   <source>A district</source>
   <translation>片区</translation>
  </message>
  <message>
   <source>A district never crosses it. The number of districts is shared over the parents by largest remainder of population, at least one each.</source>
   <translation>片区不跨越上级片区。片区数按人口以最大余数法分配到各上级片区，每个至少一个。</translation>
  </message>
  <message>
   <source>A drawing of each page, in a folder beside</source>
   <translation>每页一个矢量图文件，放在旁边的文件夹中</translation>
  </message>
  <message>
   <source>A few units stand far above the others (skewness {skewness}); with LOG_FIELDS the logarithm would let the others differ, too.</source>
   <translation>少数单元远高于其他单元（偏度 {skewness}）；用 LOG_FIELDS 取对数可使其余单元也拉开差距。</translation>
  </message>
  <message>
   <source>A file could not be read or written: {reason}.</source>
   <translation>文件读写失败：{reason}。</translation>
  </message>
  <message>
   <source>A folder for each unit, a file for each table</source>
   <translation>每个单位一个文件夹，每张表一个文件</translation>
  </message>
  <message>
   <source>A form per department</source>
   <translation>每个部门一份征求表</translation>
  </message>
  <message>
   <source>A formula of the row has no usable result ({value}). Enter the text itself.</source>
   <translation>本行有公式没有可用的结果（{value}）。请直接填写文字。</translation>
  </message>
  <message>
   <source>A greater one is an error. Empty: as in the catalogue of area balancing (1 %).</source>
   <translation>超过则报错。留空则取面积平差目录中的值（1%）。</translation>
  </message>
  <message>
   <source>A layer of villages is needed. Choose it under VILLAGES.</source>
   <translation>需要村级图层。请在 VILLAGES 中选择。</translation>
  </message>
  <message>
   <source>A ledger made before: conflicts found again keep their key, decision and reason.</source>
   <translation>以前形成的台账：再次发现的冲突保留标识、处理意见和理由。</translation>
  </message>
  <message>
   <source>A new name makes a new plan.</source>
   <translation>新名称将新建方案。</translation>
  </message>
  <message>
   <source>A page for each unit, to read on the screen</source>
   <translation>每个单位一页，供屏幕阅读</translation>
  </message>
  <message>
   <source>A pair given one way only counts both ways.</source>
   <translation>只给出单向的，视为双向相同。</translation>
  </message>
  <message>
   <source>A picture of each page, with its world file, in a folder beside</source>
   <translation>每页一张图片，附坐标文件，放在旁边的文件夹中</translation>
  </message>
  <message>
   <source>A plan cannot be called “{name}”: a name is needed that is not all digits and that no other plan has.</source>
   <translation>方案不能命名为“{name}”：名称不能为空、不能全是数字，也不能与其他方案重复。</translation>
  </message>
  <message>
   <source>A plan or a line changed after this was computed: find the conflicts again.</source>
   <translation>规划或控制线在分析之后有变化：请重新分析冲突。</translation>
  </message>
  <message>
   <source>A planned layer has plan classes, not those of the land survey. Choose the classes of 2023 or 2020 under “Class codes of the plans”.</source>
   <translation>规划用地图层用的是规划分类，不是国土调查分类。请在“规划地类代码表”中选择 2023 版或 2020 版。</translation>
  </message>
  <message>
   <source>A planning database made before (.gpkg)</source>
   <translation>此前建立的规划数据库（.gpkg）</translation>
  </message>
  <message>
   <source>A point on the map</source>
   <translation>图上点位</translation>
  </message>
  <message>
   <source>A sector plan or any other layer with a plan class for each polygon.</source>
   <translation>专项规划，或任何逐图斑带规划地类的面图层。</translation>
  </message>
  <message>
   <source>A stroke that would cut a district apart</source>
   <translation>操作会使片区不连片时</translation>
  </message>
  <message>
   <source>A table from_code, to_code, value (or its first three columns).</source>
   <translation>表，字段 from_code、to_code、value（或取前三列）。</translation>
  </message>
  <message>
   <source>A table of the report that the county fills in</source>
   <translation>由本县填报的成果表</translation>
  </message>
  <message>
   <source>A unit</source>
   <translation>乡镇或村</translation>
  </message>
  <message>
   <source>A unit belongs to the township with whose code its own begins.</source>
   <translation>单元归属于其代码开头所对应的乡镇。</translation>
  </message>
  <message>
   <source>A workbook for each unit that is ticked</source>
   <translation>每个勾选的单位一册工作簿</translation>
  </message>
  <message>
   <source>A workbook that is filled instead of ours, once per unit; the file itself stays as it is. Marks in its cells: {{table:land_vertical}} a whole table, {{rows:land_vertical}} its rows in the form of the marked row, {{land_vertical.area}} one figure, {{name}}, {{date}} and the like; also defined names such as 片区划分方案表.合计.面积.</source>
   <translation>以此工作簿为模板，每个单位各填一册，模板本身不改动。单元格中的标记：{{table:land_vertical}} 整张表，{{rows:land_vertical}} 按标记所在行的格式填各行，{{land_vertical.area}} 单个数字，{{name}}、{{date}} 等文字；也可用定义名称，如 片区划分方案表.合计.面积。</translation>
  </message>
  <message>
   <source>A workbook with marks such as {mark}, filled for each unit in place of ours</source>
   <translation>带有 {mark} 等标记的工作簿，按单位逐一填入，代替程序自带的表式</translation>
  </message>
  <message>
   <source>A workbook with the heads of the form, and what was brought so far</source>
   <translation>带表头的工作簿，含此前已导入的内容</translation>
  </message>
  <message>
   <source>ADJUSTABLE is no expression: {reason} Correct it, or leave it empty.</source>
   <translation>“可调图斑”（ADJUSTABLE）不是有效的表达式：{reason} 请更正，或留空。</translation>
  </message>
  <message>
   <source>AHP</source>
   <translation>层次分析法</translation>
  </message>
  <message>
   <source>AHP and data combined</source>
   <translation>主客观组合赋权</translation>
  </message>
  <message>
   <source>ALPHA is {value}; it is the share of the judged weights, from 0 to 1.</source>
   <translation>ALPHA 为 {value}；它是判断权重所占份额，应在 0 到 1 之间。</translation>
  </message>
  <message>
   <source>ALTERNATIVES are further plans to choose from. Each keeps every rule, differs from the answer and from the others in at least 5 % of the units, and has an objective at most 10 % above the best (30 % where that gives too few). Some gain in one weighted term what they lose in another, some put other units together. Their districts have the codes of the answer's districts they share most people with; COMPARISON_OUTPUT sets the plans side by side, plan 0 being the answer.

The field stability (with ALTERNATIVES or STABILITY_OUTPUT) rests on many more plans: those found at most 5 % above the best. For each pair of neighbours STABILITY_OUTPUT gives the share of these plans in which they lie in one district; a unit's stability is the mean over its neighbours in its district. 1: always with them; low: a borderline unit that a meeting should talk about. The log says on how many plans it rests, and whether these are all there are.

ON_CANCEL “best”: a run that is cancelled gives the best plan found until then, as soon as there is one.</source>
   <translation>ALTERNATIVES 是可供选择的其他方案。每个方案都遵守全部规则，与首选方案以及其他各方案相比至少有 5 % 的单元不同，目标值最多比最优高 10 %（这样方案太少时放宽到 30 %）。有的方案以某一项的损失换取另一加权项的改进，有的方案把另外一些单元划在一起。其片区沿用与之共有人口最多的首选方案片区的编号；COMPARISON_OUTPUT 把各方案并列比较，方案 0 为首选方案。

字段 stability（设置 ALTERNATIVES 或 STABILITY_OUTPUT 时）依据更多的方案：所找到的、目标值最多比最优高 5 % 的方案。STABILITY_OUTPUT 给出每对相邻单元在这些方案中同属一个片区的份额；单元的 stability 是它与本片区各相邻单元的份额的平均值。1 表示始终在一起；数值低表示这是边缘单元，值得会上讨论。日志说明依据了多少个方案，以及是否为全部此类方案。

ON_CANCEL 为 best 时：取消运行后给出到那时为止的最好方案（只要已有方案）。</translation>
  </message>
  <message>
   <source>AREA is {value}; choose one of: {choices}.</source>
   <translation>AREA 为 {value}；请选择其一：{choices}。</translation>
  </message>
  <message>
   <source>About</source>
   <translation>涉及</translation>
  </message>
  <message>
   <source>Accept</source>
   <translation>确认</translation>
  </message>
  <message>
   <source>Accept the selected findings</source>
   <translation>将所选问题标记为已确认（属实但无需改正）</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>已确认</translation>
  </message>
  <message>
   <source>Access field, less is better (time or distance)</source>
   <translation>交通区位字段，小者为优（时间或距离）</translation>
  </message>
  <message>
   <source>Actual</source>
   <translation>实际</translation>
  </message>
  <message>
   <source>Actuals of {codes} were left aside: the catalogue has no such target.</source>
   <translation>{codes} 的实际值未采用：目录中没有该目标。</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>Add a copy of the entry in hand</source>
   <translation>复制当前条目</translation>
  </message>
  <message>
   <source>Add a participant to the round in hand</source>
   <translation>为当前轮次增加参加单位或人员</translation>
  </message>
  <message>
   <source>Add an entry below the one in hand</source>
   <translation>在当前条目之后新增一条</translation>
  </message>
  <message>
   <source>Add an expert</source>
   <translation>添加专家</translation>
  </message>
  <message>
   <source>Add the outline to the projects</source>
   <translation>把该范围加入县项目图层</translation>
  </message>
  <message>
   <source>Adding up areas …</source>
   <translation>正在汇总面积…</translation>
  </message>
  <message>
   <source>Administrative areas</source>
   <translation>行政区</translation>
  </message>
  <message>
   <source>Adopted</source>
   <translation>采纳</translation>
  </message>
  <message>
   <source>Adopted, but no change answers it yet: choose the edit, or say where the plan changed.</source>
   <translation>已采纳，但尚无对应的修改：请选择对应的修改记录，或写明修改处。</translation>
  </message>
  <message>
   <source>After</source>
   <translation>改后</translation>
  </message>
  <message>
   <source>Again as last time ({day})</source>
   <translation>按上次的选择再输出（{day}）</translation>
  </message>
  <message>
   <source>Agenda</source>
   <translation>议题</translation>
  </message>
  <message>
   <source>Aggregation</source>
   <translation>集成方法</translation>
  </message>
  <message>
   <source>Agreement of weighted sum and TOPSIS (Kendall’s τ)</source>
   <translation>加权求和与 TOPSIS 的一致性（肯德尔 τ）</translation>
  </message>
  <message>
   <source>Algorithm {name} is missing from the toolbox.</source>
   <translation>工具箱中没有算法 {name}。</translation>
  </message>
  <message>
   <source>All</source>
   <translation>全选</translation>
  </message>
  <message>
   <source>All combined</source>
   <translation>全部专家综合</translation>
  </message>
  <message>
   <source>All decisions</source>
   <translation>全部采纳情况</translation>
  </message>
  <message>
   <source>All districts are locked. Unlock those that may change.</source>
   <translation>所有片区均已锁定，请解锁允许调整的片区。</translation>
  </message>
  <message>
   <source>All equal</source>
   <translation>等权</translation>
  </message>
  <message>
   <source>All judgements on {names} contradict themselves and were left out; nothing is left to weigh by. Let one expert revisit them, or keep them.</source>
   <translation>关于 {names} 的判断全部不一致并已剔除，无从赋权。请让一位专家重新判断，或保留这些判断。</translation>
  </message>
  <message>
   <source>All layers</source>
   <translation>全部图层</translation>
  </message>
  <message>
   <source>All pages in one file</source>
   <translation>全部页合为一个文件</translation>
  </message>
  <message>
   <source>All plans</source>
   <translation>全部方案</translation>
  </message>
  <message>
   <source>All rounds</source>
   <translation>全部轮次</translation>
  </message>
  <message>
   <source>All rules</source>
   <translation>全部规则</translation>
  </message>
  <message>
   <source>All severities</source>
   <translation>全部级别</translation>
  </message>
  <message>
   <source>All sources</source>
   <translation>全部来源</translation>
  </message>
  <message>
   <source>All states</source>
   <translation>全部状态</translation>
  </message>
  <message>
   <source>All sums agree.</source>
   <translation>各级合计均一致。</translation>
  </message>
  <message>
   <source>All topics</source>
   <translation>全部主题</translation>
  </message>
  <message>
   <source>All townships</source>
   <translation>全部乡镇</translation>
  </message>
  <message>
   <source>All units</source>
   <translation>全部单元</translation>
  </message>
  <message>
   <source>All units are equal in every indicator; no weight can be drawn from the data. Choose other indicators, or weighting equal or ahp.</source>
   <translation>各单元的所有指标取值全部相同，无法由数据得出权重。请另选指标，或改用 equal 或 ahp 赋权。</translation>
  </message>
  <message>
   <source>All units are equal in {fields}; such an indicator does not change the ranks.</source>
   <translation>各单元的 {fields} 取值全部相同，不影响位次。</translation>
  </message>
  <message>
   <source>All units lie in one place or hold nobody: compactness is left out of the objective.</source>
   <translation>所有单元位于同一处或均无人口：目标值不计紧凑度。</translation>
  </message>
  <message>
   <source>All weights are 0: every plan that keeps the rules is as good as any other.</source>
   <translation>所有权重均为 0：凡符合规则的方案优劣相同。</translation>
  </message>
  <message>
   <source>Also the county's workbook</source>
   <translation>同时输出全县工作簿</translation>
  </message>
  <message>
   <source>Also without a common vertex; bridges and underpasses then become crossings.</source>
   <translation>没有公共节点也相接；立交桥和下穿道路因此成为平交口。</translation>
  </message>
  <message>
   <source>Alternative plans</source>
   <translation>备选方案</translation>
  </message>
  <message>
   <source>Alternatives</source>
   <translation>备选方案数</translation>
  </message>
  <message>
   <source>An expert cannot be called “{name}”: give a name that nobody else has.</source>
   <translation>专家不能命名为“{name}”：请输入不与其他专家重复的名称。</translation>
  </message>
  <message>
   <source>An expert goes by the name of the table.</source>
   <translation>以表名作为专家名。</translation>
  </message>
  <message>
   <source>An expression that is true for them, such as "DLBM" NOT LIKE '10%'. Empty: all.</source>
   <translation>对可调图斑为真的表达式，如 "DLBM" NOT LIKE '10%'。留空则全部可调。</translation>
  </message>
  <message>
   <source>An input changed after this check: check again what changed.</source>
   <translation>检查之后数据有变化：请重新检查有变化的内容。</translation>
  </message>
  <message>
   <source>An input changed after this was computed: run it again.</source>
   <translation>计算之后输入数据有变动，请重新计算。</translation>
  </message>
  <message>
   <source>An opinion that is adopted in part or not needs a reason. Write down why, then decide.</source>
   <translation>部分采纳或不采纳的意见须有理由。请写明理由后再作决定。</translation>
  </message>
  <message>
   <source>Another county is in hand than the one the workbook was read for. Open the workbook again.</source>
   <translation>当前打开的已不是读取该工作簿时的县。请重新打开工作簿。</translation>
  </message>
  <message>
   <source>Another county is in hand than the one whose catalogue this is. Open that county again, or export the catalogue to a file.</source>
   <translation>当前打开的已不是这份目录所属的县。请重新打开该县，或把目录导出为文件。</translation>
  </message>
  <message>
   <source>Another county or plan is in hand than the one the workbook was read for. Open the workbook again.</source>
   <translation>当前的县或方案与读取工作簿时不同。请重新打开工作簿。</translation>
  </message>
  <message>
   <source>Another participant, then Enter</source>
   <translation>增加参加单位，按回车</translation>
  </message>
  <message>
   <source>Another plan taken</source>
   <translation>改用备选方案</translation>
  </message>
  <message>
   <source>Another program or the toolbox has changed the county; it was read again.</source>
   <translation>其他程序或工具箱改动了本县数据，已重新读取。</translation>
  </message>
  <message>
   <source>Answer file</source>
   <translation>答复文件</translation>
  </message>
  <message>
   <source>Answer file (*.json)</source>
   <translation>答复文件 (*.json)</translation>
  </message>
  <message>
   <source>Answer file, header “{header}”: the catalogue has no indicator {indicator}. Use one of: {known}.</source>
   <translation>答复文件，表头“{header}”：指标目录中没有 {indicator}。可用：{known}。</translation>
  </message>
  <message>
   <source>Answer file, header “{header}”: {unit} is no unit of measure that is known. Write it like 万元, 亩, km² or %.</source>
   <translation>答复文件，表头“{header}”：{unit}不是已知的计量单位。请写成万元、亩、km² 或 % 等。</translation>
  </message>
  <message>
   <source>Answer file, row “{label}”: the county has no unit with the code {unit}. Mend the code.</source>
   <translation>答复文件，行“{label}”：本县没有代码为 {unit} 的单位。请改正代码。</translation>
  </message>
  <message>
   <source>Answered by</source>
   <translation>对应修改</translation>
  </message>
  <message>
   <source>Answers</source>
   <translation>答复</translation>
  </message>
  <message>
   <source>Answers (*.json)</source>
   <translation>答复文件 (*.json)</translation>
  </message>
  <message>
   <source>Answers from a file …</source>
   <translation>读取答复…</translation>
  </message>
  <message>
   <source>Answers per township and topic</source>
   <translation>各乡镇各主题答案数</translation>
  </message>
  <message>
   <source>Answers to a file …</source>
   <translation>保存答复…</translation>
  </message>
  <message>
   <source>Applying the rules …</source>
   <translation>正在按规则判定…</translation>
  </message>
  <message>
   <source>Approval withdrawn</source>
   <translation>撤回批准</translation>
  </message>
  <message>
   <source>Archive plan</source>
   <translation>方案归档</translation>
  </message>
  <message>
   <source>Area</source>
   <translation>面积</translation>
  </message>
  <message>
   <source>Area (km²)</source>
   <translation>面积（km²）</translation>
  </message>
  <message>
   <source>Area (m²)</source>
   <translation>面积（平方米）</translation>
  </message>
  <message>
   <source>Area filled</source>
   <translation>填充成片单元</translation>
  </message>
  <message>
   <source>Area for which nothing is planned (m²)</source>
   <translation>无规划地类的面积（平方米）</translation>
  </message>
  <message>
   <source>Area of the conflicts (m²)</source>
   <translation>冲突图斑面积（平方米）</translation>
  </message>
  <message>
   <source>Area of the parcels (m²)</source>
   <translation>图斑总面积（m²）</translation>
  </message>
  <message>
   <source>Area of the parcels set aside (m²)</source>
   <translation>未参与叠加的图斑面积（m²）</translation>
  </message>
  <message>
   <source>Area of the pieces (m²)</source>
   <translation>叠加后总面积（m²）</translation>
  </message>
  <message>
   <source>Area that a repair may change (m²)</source>
   <translation>修复允许的面积变化（m²）</translation>
  </message>
  <message>
   <source>Area that several units claim (m²)</source>
   <translation>单元重叠面积（m²）</translation>
  </message>
  <message>
   <source>Area, km²</source>
   <translation>面积（km²）</translation>
  </message>
  <message>
   <source>Areas in</source>
   <translation>面积单位</translation>
  </message>
  <message>
   <source>Arguments</source>
   <translation>参数</translation>
  </message>
  <message>
   <source>As 2026-03-05 or 2026年3月5日.</source>
   <translation>写作 2026-03-05 或 2026年3月5日。</translation>
  </message>
  <message>
   <source>As shipped</source>
   <translation>恢复原版</translation>
  </message>
  <message>
   <source>As shipped.</source>
   <translation>与插件自带的目录一致。</translation>
  </message>
  <message>
   <source>As text (JSON)</source>
   <translation>文本（JSON）</translation>
  </message>
  <message>
   <source>Assignment</source>
   <translation>片区划分</translation>
  </message>
  <message>
   <source>Atlas</source>
   <translation>图集</translation>
  </message>
  <message>
   <source>Atlas as</source>
   <translation>图集格式</translation>
  </message>
  <message>
   <source>Atlas as print layouts</source>
   <translation>图集转为打印布局</translation>
  </message>
  <message>
   <source>Atlas on</source>
   <translation>图集纸张</translation>
  </message>
  <message>
   <source>B</source>
   <translation>乙</translation>
  </message>
  <message>
   <source>B − A</source>
   <translation>乙－甲</translation>
  </message>
  <message>
   <source>B's is A's</source>
   <translation>乙相当于甲的</translation>
  </message>
  <message>
   <source>BALANCE needs UNITS with their control areas. Choose the layer of units, or switch BALANCE off.</source>
   <translation>平差（BALANCE）需要带控制面积的单元图层（UNITS）。请选择单元图层，或关闭平差。</translation>
  </message>
  <message>
   <source>Back to all steps (Esc)</source>
   <translation>返回全部步骤（Esc）</translation>
  </message>
  <message>
   <source>Bad rows</source>
   <translation>有误的行</translation>
  </message>
  <message>
   <source>Balance areas to the control areas</source>
   <translation>按控制面积平差</translation>
  </message>
  <message>
   <source>Balanced units</source>
   <translation>平差单元表</translation>
  </message>
  <message>
   <source>Bars</source>
   <translation>得分图</translation>
  </message>
  <message>
   <source>Base</source>
   <translation>基期</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>改前</translation>
  </message>
  <message>
   <source>Begin in a district.</source>
   <translation>请从某个片区内开始。</translation>
  </message>
  <message>
   <source>Begin in a unit that has a district; that district grows.</source>
   <translation>请从已划入片区的单元开始拖动，该片区将随之扩大。</translation>
  </message>
  <message>
   <source>Begin with a county</source>
   <translation>从一个县开始</translation>
  </message>
  <message>
   <source>Begin with …</source>
   <translation>取用权重…</translation>
  </message>
  <message>
   <source>Belongs there: {reason}</source>
   <translation>归属：{reason}</translation>
  </message>
  <message>
   <source>Below “{label}” follow the villages of {township}.</source>
   <translation>“{label}”以下是{township}的各村。</translation>
  </message>
  <message>
   <source>Best rank {best}, worst {worst} over all trials</source>
   <translation>全部试验中最好位次 {best}，最差位次 {worst}</translation>
  </message>
  <message>
   <source>Binding</source>
   <translation>约束性</translation>
  </message>
  <message>
   <source>Binding indicators</source>
   <translation>约束性指标</translation>
  </message>
  <message>
   <source>Blank rows</source>
   <translation>空白行数</translation>
  </message>
  <message>
   <source>Borderline units hatched</source>
   <translation>斜线标示归属可两可的单元</translation>
  </message>
  <message>
   <source>Borderline units hatched ({count})</source>
   <translation>斜线标示归属可两可的单元（{count}个）</translation>
  </message>
  <message>
   <source>Both are the same.</source>
   <translation>两者完全相同。</translation>
  </message>
  <message>
   <source>Both maps show the county</source>
   <translation>两幅图都显示全县</translation>
  </message>
  <message>
   <source>Boundary</source>
   <translation>边界</translation>
  </message>
  <message>
   <source>Boundary points (*.txt)</source>
   <translation>界址点坐标文件 (*.txt)</translation>
  </message>
  <message>
   <source>Boundary points of the outlines</source>
   <translation>项目范围的界址点文件</translation>
  </message>
  <message>
   <source>Boundary pushed</source>
   <translation>推移片区边界</translation>
  </message>
  <message>
   <source>Boundary term</source>
   <translation>边界项</translation>
  </message>
  <message>
   <source>Branch: go on in a copy of the plan</source>
   <translation>另建分支：在方案副本中继续</translation>
  </message>
  <message>
   <source>Bring back</source>
   <translation>恢复</translation>
  </message>
  <message>
   <source>Bring in a filled form</source>
   <translation>导入填好的表</translation>
  </message>
  <message>
   <source>Bring in your layers first.</source>
   <translation>请先导入图层。</translation>
  </message>
  <message>
   <source>Bring it ›</source>
   <translation>去补充 ›</translation>
  </message>
  <message>
   <source>Brings parcels, villages, control lines and the sector plan for what is left empty below.</source>
   <translation>下面留空的图斑、村、管控线和专项规划取自该数据库。</translation>
  </message>
  <message>
   <source>Broken</source>
   <translation>不连片</translation>
  </message>
  <message>
   <source>Broken districts</source>
   <translation>不连片的片区</translation>
  </message>
  <message>
   <source>Broken rules</source>
   <translation>违反规则数</translation>
  </message>
  <message>
   <source>Brush</source>
   <translation>画笔</translation>
  </message>
  <message>
   <source>Brush (P): paint units into the district; [ and ] change its size</source>
   <translation>画笔（P）：将经过的单元划入片区；[ 和 ] 调整笔刷大小</translation>
  </message>
  <message>
   <source>Buildable land: the county has no control line of the kinds {kinds}; such ground is not taken off.</source>
   <translation>可建设用地：本县没有类型为 {kinds} 的管控线，未扣除此类用地。</translation>
  </message>
  <message>
   <source>Building land</source>
   <translation>建设用地</translation>
  </message>
  <message>
   <source>By entropy</source>
   <translation>熵权法</translation>
  </message>
  <message>
   <source>By name: for tables with the codes of another year</source>
   <translation>按名称：用于采用其他年份代码的表格</translation>
  </message>
  <message>
   <source>By the rule: {treatment}</source>
   <translation>按规则：{treatment}</translation>
  </message>
  <message>
   <source>By the rules</source>
   <translation>按规则</translation>
  </message>
  <message>
   <source>COUNT is {count}, but at least {minimum} in each of {districts} districts and all units fixed as centres need {least}. Raise COUNT or fix fewer.</source>
   <translation>COUNT 为 {count}，但 {districts} 个片区每区至少 {minimum} 个，加上全部指定的中心，共需 {least} 个。请提高 COUNT，或减少指定。</translation>
  </message>
  <message>
   <source>COUNT is {count}, but {districts} districts with at least {minimum} each need {least}. Raise COUNT or lower MIN_PER_DISTRICT.</source>
   <translation>COUNT 为 {count}，但 {districts} 个片区每个至少 {minimum} 个，共需 {least} 个。请调高 COUNT 或调低 MIN_PER_DISTRICT。</translation>
  </message>
  <message>
   <source>COUNT is {count}, but {districts} districts with at most {maximum} each, and only units that are not excluded, give at most {most}. Lower COUNT or raise MAX_PER_DISTRICT.</source>
   <translation>COUNT 为 {count}，但 {districts} 个片区每个至多 {maximum} 个，且不计被排除的单元，最多 {most} 个。请调低 COUNT 或调高 MAX_PER_DISTRICT。</translation>
  </message>
  <message>
   <source>COUNTY_AREA is used with BALANCE only; areas are not balanced.</source>
   <translation>COUNTY_AREA 仅在启用 BALANCE 时使用；本次未进行面积平差。</translation>
  </message>
  <message>
   <source>COVERED_ONLY asks for the pieces that a line covers, but CONSTRAINTS is empty. Name the control lines, or switch COVERED_ONLY off.</source>
   <translation>COVERED_ONLY 要求仅输出控制线内的碎片，但未指定 CONSTRAINTS。请指定控制线图层，或关闭 COVERED_ONLY。</translation>
  </message>
  <message>
   <source>CR {ratio}</source>
   <translation>CR {ratio}</translation>
  </message>
  <message>
   <source>CRITIC</source>
   <translation>CRITIC 法</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation>已取消，未写入任何内容。</translation>
  </message>
  <message>
   <source>Cancelled; what was ready before is written and stays: {steps}.</source>
   <translation>已取消；此前已完成的成果已写入并保留：{steps}。</translation>
  </message>
  <message>
   <source>Catalogue (*.json)</source>
   <translation>目录文件 (*.json)</translation>
  </message>
  <message>
   <source>Catalogue changed</source>
   <translation>修改目录</translation>
  </message>
  <message>
   <source>Catalogue of binding indicators (empty: the county's, else the plugin's own)</source>
   <translation>约束性指标目录（留空：本县目录，没有则用插件自带目录）</translation>
  </message>
  <message>
   <source>Catalogue of indicators (empty: the county's, else the plugin's own)</source>
   <translation>指标目录（留空：用本县的，没有则用插件自带的）</translation>
  </message>
  <message>
   <source>Catalogue of places (empty: the county's, else the plugin's own)</source>
   <translation>目的地目录（留空：用本县的，没有则用插件自带的）</translation>
  </message>
  <message>
   <source>Catalogue of road speeds (empty: the county's, else the plugin's own)</source>
   <translation>道路车速目录（留空：用本县的，没有则用插件自带的）</translation>
  </message>
  <message>
   <source>Catalogue of targets (empty: the county's, else the plugin's own)</source>
   <translation>目标目录（留空：本县目录，没有则用插件自带目录）</translation>
  </message>
  <message>
   <source>Catalogue {file} cannot be read ({reason}). Choose a JSON file as it was exported here.</source>
   <translation>目录 {file} 无法读取（{reason}）。请选择由此处导出的 JSON 文件。</translation>
  </message>
  <message>
   <source>Catalogue {file} chooses the form {variant}, which it does not have. Choose one of: {known}.</source>
   <translation>目录 {file} 选用的表式 {variant} 不存在。请从以下选择：{known}。</translation>
  </message>
  <message>
   <source>Catalogue {file} does not exist. Choose another file or leave it empty.</source>
   <translation>目录文件 {file} 不存在。请另选文件或留空。</translation>
  </message>
  <message>
   <source>Catalogue {file} gives the entry {name} twice in one place. Keep one of them.</source>
   <translation>目录文件 {file} 在同一处重复给出条目 {name}。请只保留一个。</translation>
  </message>
  <message>
   <source>Catalogue {file} is not UTF-8 text. Save it as UTF-8 and run again.</source>
   <translation>目录文件 {file} 不是 UTF-8 文本。请另存为 UTF-8 编码后重新运行。</translation>
  </message>
  <message>
   <source>Catalogue {file} is not valid JSON at line {line}, column {column} ({reason}). Mend that place and run again.</source>
   <translation>目录文件 {file} 第 {line} 行第 {column} 列不是有效的 JSON（{reason}）。请修改该处后重新运行。</translation>
  </message>
  <message>
   <source>Catalogue {file}, at {place}: a stage that can only be returned never ends. Allow that it is passed.</source>
   <translation>目录 {file}，{place} 处：只能退回的环节无法结束。请允许其通过。</translation>
  </message>
  <message>
   <source>Catalogue {file}, at {place}: give either value or quantile.</source>
   <translation>目录 {file} 的 {place} 处：value 与 quantile 请给且只给一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}, at {place}: {reason}. Mend that entry and run again.</source>
   <translation>目录文件 {file} 的 {place} 处：{reason}。请修改该条目后重新运行。</translation>
  </message>
  <message>
   <source>Catalogue {file}, at {place}: {type} is no village type of the list. Choose one of: {types}.</source>
   <translation>目录 {file} 的 {place} 处：{type} 不在村庄类型清单中。请从以下选择：{types}。</translation>
  </message>
  <message>
   <source>Catalogue {file}, at {place}: {values} listed more than once. Keep one of each.</source>
   <translation>目录文件 {file} 的 {place} 处：{values} 重复列出。每项请只保留一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}, rule {rule}: {indicator} is no indicator of the catalogue and no field of the layer. Known are: {known}.</source>
   <translation>目录 {file} 的规则 {rule}：{indicator} 既不是指标目录中的指标，也不是图层字段。可用的有：{known}。</translation>
  </message>
  <message>
   <source>Catalogue {file}: facility {facility} is for the group {group}, which is not one of {groups}. Name one of them, or add the group.</source>
   <translation>目录 {file}：设施 {facility} 针对的人群 {group} 不在 {groups} 之中。请改为其中之一，或补充该人群。</translation>
  </message>
  <message>
   <source>Catalogue {file}: indicator {indicator} goes by “{name}”, as another one does. Give each its own name.</source>
   <translation>目录 {file}：指标 {indicator} 的名称“{name}”与另一指标相同。请为每项指标取不同的名称。</translation>
  </message>
  <message>
   <source>Catalogue {file}: indicator {indicator} is computed, but its source names no measure. Name the measure, or call the source imported.</source>
   <translation>目录 {file}：指标 {indicator} 的来源为“计算”（computed），但未写明计算方法（measure）。请写明计算方法，或将来源改为“导入”（imported）。</translation>
  </message>
  <message>
   <source>Catalogue {file}: indicator {indicator} is in group {group}, which is not listed. Choose one of: {groups}.</source>
   <translation>目录文件 {file}：指标 {indicator} 所属分组 {group} 未列出。可选分组：{groups}。</translation>
  </message>
  <message>
   <source>Catalogue {file}: indicators {first} and {second} both go by {name}. Leave it to one of them.</source>
   <translation>目录 {file}：指标 {first} 与 {second} 都使用别名“{name}”。请只保留其中一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}: row {name} of the form {variant} must have either codes or rows below it.</source>
   <translation>目录 {file}：表式 {variant} 的行 {name} 必须要么有编码，要么有下级行。</translation>
  </message>
  <message>
   <source>Catalogue {file}: rows {first} and {second} of the form {variant} both take class {plan_class}. Leave it in one of them.</source>
   <translation>目录 {file}：表式 {variant} 的行 {first} 和 {second} 都包含地类 {plan_class}。请只保留在其中一行。</translation>
  </message>
  <message>
   <source>Catalogue {file}: target {target} goes by “{name}”, as another one does. Give each its own name.</source>
   <translation>目录 {file}：目标 {target} 的名称“{name}”与另一目标相同。请为每项目标取不同的名称。</translation>
  </message>
  <message>
   <source>Catalogue {file}: target {target} has no value. Give one, or say form yes_no or open.</source>
   <translation>目录 {file}：目标 {target} 没有目标值。请填目标值，或将 form 设为 yes_no 或 open。</translation>
  </message>
  <message>
   <source>Catalogue {file}: target {target} is to be reached in {year}, not after its base year {base}. Correct one of them.</source>
   <translation>目录 {file}：目标 {target} 的目标年 {year} 不晚于基期年 {base}。请改正其中之一。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the form {variant} has two rows {name}. Give each row an id of its own.</source>
   <translation>目录 {file}：表式 {variant} 有两行 {name}。请为每行取不同的标识。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the group of facilities {name} is given twice. Keep one of them.</source>
   <translation>目录 {file}：设施类别 {name} 出现两次，请保留一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the kind of facility {kind} is of the group {group}, which is not there. Choose from: {choices}.</source>
   <translation>目录 {file}：设施类型 {kind} 属于类别 {group}，但没有这个类别。可选：{choices}。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the kind of facility {name} is {first} and {second}. Keep one of them.</source>
   <translation>目录 {file}：设施名称 {name} 既是 {first} 又是 {second}，请保留一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the layer name {name} is that of {first} and of {second}. Keep one of them.</source>
   <translation>目录文件 {file}：图层名 {name} 同时属于 {first} 和 {second}，请只保留其一。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the road class {name} is that of {first} and of {second}. Keep one of them.</source>
   <translation>目录 {file}：道路等级名称 {name} 同属 {first} 和 {second}。请保留其一。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the shares of {name} sum to {sum:g} %. Make them 100 %, or leave them out.</source>
   <translation>目录 {file}：{name} 的比例合计为 {sum:g}%。请使其为 100%，或不填。</translation>
  </message>
  <message>
   <source>Catalogue {file}: the yellow light begins above the green one. Give yellow the lower figure.</source>
   <translation>目录 {file}：黄灯界限高于绿灯界限。请把黄灯界限改低。</translation>
  </message>
  <message>
   <source>Catalogue {file}: two facilities have the code {facility}. Rename one of them.</source>
   <translation>目录 {file}：有两个设施的编号都是 {facility}。请修改其中一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}: {indicator} names {name}, which is not there. Name an indicator that is listed (a basis: before it), or remove it.</source>
   <translation>目录 {file}：{indicator} 引用了不存在的 {name}。请引用已列出的指标（分解依据须列在其前），或删除该引用。</translation>
  </message>
  <message>
   <source>Catalogues ({endings})</source>
   <translation>目录文件（{endings}）</translation>
  </message>
  <message>
   <source>Catalogues of the county</source>
   <translation>本县目录</translation>
  </message>
  <message>
   <source>Cell</source>
   <translation>单元格</translation>
  </message>
  <message>
   <source>Central (X)</source>
   <translation>中心村（X）</translation>
  </message>
  <message>
   <source>Central town</source>
   <translation>中心镇</translation>
  </message>
  <message>
   <source>Central town (1)</source>
   <translation>中心镇（1）</translation>
  </message>
  <message>
   <source>Central towns</source>
   <translation>中心镇</translation>
  </message>
  <message>
   <source>Central village</source>
   <translation>中心村</translation>
  </message>
  <message>
   <source>Central villages</source>
   <translation>中心村</translation>
  </message>
  <message>
   <source>Central villages are chosen district by district. Choose DISTRICT_FIELD.</source>
   <translation>中心村按片区逐个选取。请选择 DISTRICT_FIELD。</translation>
  </message>
  <message>
   <source>Central villages {codes} are of a type that is not retained. Choose the central villages anew with TYPE_FIELD, or decide on their type.</source>
   <translation>中心村 {codes} 属于不保留的类型。请带 TYPE_FIELD 重新遴选中心村，或人工确定其类型。</translation>
  </message>
  <message>
   <source>Centre moved</source>
   <translation>移动中心</translation>
  </message>
  <message>
   <source>Centre rules (empty: the county's, else the plugin's own)</source>
   <translation>中心选定规则（留空：用本县的，没有则用插件自带的）</translation>
  </message>
  <message>
   <source>Centre {centre} → {unit}: objective {before} → {after}, largest deviation {deviation} % (district {district}), {count} units change district.</source>
   <translation>中心 {centre} → {unit}：目标值 {before} → {after}，最大人口偏差 {deviation} %（片区 {district}），{count} 个单元改划片区。</translation>
  </message>
  <message>
   <source>Centres</source>
   <translation>中心镇村</translation>
  </message>
  <message>
   <source>Centres in all (empty: the least number per district)</source>
   <translation>中心镇（村）总数（留空按每片区最少数）</translation>
  </message>
  <message>
   <source>Centres saved</source>
   <translation>保存中心镇、中心村</translation>
  </message>
  <message>
   <source>Centres: township districts</source>
   <translation>中心：镇级片区</translation>
  </message>
  <message>
   <source>Centres: village districts</source>
   <translation>中心：村级片区</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>变化</translation>
  </message>
  <message>
   <source>Change against the plan drawn; less is more alike</source>
   <translation>与所划方案相比的变化；越小，片区内越相似</translation>
  </message>
  <message>
   <source>Change against the plan drawn; less is more compact</source>
   <translation>与所划方案相比的变化；越小越紧凑</translation>
  </message>
  <message>
   <source>Change of land use</source>
   <translation>用地变化</translation>
  </message>
  <message>
   <source>Change stages, participants, agendas and what a round needs</source>
   <translation>修改评审环节、参加单位、议题以及开启和结束轮次的条件</translation>
  </message>
  <message>
   <source>Change the districts by hand, and see at once what breaks. Then hold the rounds: each freezes the plan, collects signatures, and is closed for good. Whatever is done is in the record.</source>
   <translation>手工调整片区，违反规则之处当即显示。然后组织各轮评审：每轮开启时固定方案成果，收集签署意见，结束后不再更改。所有操作都记入工作记录。</translation>
  </message>
  <message>
   <source>Changed in</source>
   <translation>修改处</translation>
  </message>
  <message>
   <source>Chart {chart} is left out on page {pages}: legend and table fill the column beside the map. Print on larger paper, or take the table or the chart out of that sheet in sheets.json.</source>
   <translation>第 {pages} 页未绘制图表“{chart}”：图例和附表已占满图侧栏位。请改用更大的图幅，或在 sheets.json 中去掉该图的附表或图表。</translation>
  </message>
  <message>
   <source>Check</source>
   <translation>检测</translation>
  </message>
  <message>
   <source>Check a project</source>
   <translation>项目检测</translation>
  </message>
  <message>
   <source>Check again what changed</source>
   <translation>重新检查有变化的内容</translation>
  </message>
  <message>
   <source>Check data</source>
   <translation>数据检查</translation>
  </message>
  <message>
   <source>Check only layers of the planning database that changed since the findings kept with the plan; the other findings stand.</source>
   <translation>只检查规划数据库中自方案所存检查结果以来有变化的图层，其余检查结果保留。</translation>
  </message>
  <message>
   <source>Check projects against control lines</source>
   <translation>项目控制线检测与空间预审</translation>
  </message>
  <message>
   <source>Check the county's layers by the rules of the survey: structure, codes, areas, sums, gaps and overlaps, control lines. Step through the findings, and accept with a reason what is right as it is.</source>
   <translation>按国土调查规则检查本县图层：结构、代码、面积、汇总、缝隙与重叠、控制线。逐个查看检查出的问题，确属实情的可注明理由予以确认。</translation>
  </message>
  <message>
   <source>Check the data</source>
   <translation>检查数据</translation>
  </message>
  <message>
   <source>Check the data before you plan on it.</source>
   <translation>请先检查数据，再做规划。</translation>
  </message>
  <message>
   <source>Checked again: nothing is gone, nothing is new; {accepted} stay accepted.</source>
   <translation>已重新检查：没有消除的，也没有新增的问题；{accepted} 个仍为已确认。</translation>
  </message>
  <message>
   <source>Checked again: {gone} findings are gone, {new} are new; {accepted} stay accepted.</source>
   <translation>已重新检查：{gone} 个问题已消除，新增 {new} 个；{accepted} 个仍为已确认。</translation>
  </message>
  <message>
   <source>Checking the data …</source>
   <translation>正在检查数据…</translation>
  </message>
  <message>
   <source>Checking the project …</source>
   <translation>正在检测项目 …</translation>
  </message>
  <message>
   <source>Checking townships and villages …</source>
   <translation>正在检查乡镇和村（社区）…</translation>
  </message>
  <message>
   <source>Checks</source>
   <translation>核验</translation>
  </message>
  <message>
   <source>Checks only layers that changed since the last check; what is accepted stays so.</source>
   <translation>只检查自上次检查以来有变化的图层；已确认的保持不变。</translation>
  </message>
  <message>
   <source>Checks that are not passed</source>
   <translation>未通过的核验数</translation>
  </message>
  <message>
   <source>Checks townships, villages, parcels and control lines, alone and against each other: structure by the standard of the land survey, reference system, codes and code lists, missing and repeated values, ridges and net areas, slopes and widths, stated areas against outlines, sums by village and township, overlaps, gaps, several parts, self-crossing, repeated points and outlines, slivers, names that differ between layers, control lines that overlap each other.

Needs a planning database, or single layers as they came; fields are recognised by the names of the Chinese standard and by their aliases. Rules, severities, thresholds, code lists and the standard's fields are a catalogue (quality_rules.json); a county's own file need name only what it wants otherwise.

Gives one row per finding with rule, severity, layer, unit and what to do, and the polygon it is about. key is the same when the finding is found again. Of each rule and layer the first findings are listed (as many as the catalogue says), the rest is one row with its number in cases; ERRORS and WARNINGS count all.</source>
   <translation>检查乡镇、村、图斑和控制线各图层本身以及图层之间的问题：是否符合国土调查标准的结构、坐标系、代码和代码表、空值和重复值、田坎扣除和图斑地类面积、坡度和宽度、字段面积与图形面积、按村按乡镇的面积合计、重叠、缝隙、多部件、自相交、重复节点和重复图形、细碎图斑、图层间名称不一致、控制线相互重叠。

需要规划数据库，或原样的单个图层；字段按国家标准的字段名及其别名识别。规则、级别、阈值、代码表和标准字段都在规则目录（quality_rules.json）中；县级自己的文件只需写明与之不同的内容。

每个问题一行，给出规则、级别、图层、单元和处理建议，以及所涉及的面。key 在再次发现同一问题时保持不变。每条规则在每个图层中先逐个列出（数目由规则目录规定），其余合为一行，个数记在 cases 中；ERRORS 和 WARNINGS 统计全部。</translation>
  </message>
  <message>
   <source>Chinese</source>
   <translation>中文名</translation>
  </message>
  <message>
   <source>Choose a district in the table first.</source>
   <translation>请先在表中选择片区。</translation>
  </message>
  <message>
   <source>Choose a folder first.</source>
   <translation>请先选择文件夹。</translation>
  </message>
  <message>
   <source>Choose a plan as it is on the right, to print the comparison</source>
   <translation>右侧请选当前方案（而非快照），才能打印对比</translation>
  </message>
  <message>
   <source>Choose a planning database, or a layer of villages.</source>
   <translation>请选择规划数据库，或村庄图层。</translation>
  </message>
  <message>
   <source>Choose a unit in the list: here stands what makes its rank.</source>
   <translation>在列表中选择一个单元，这里说明其位次的由来。</translation>
  </message>
  <message>
   <source>Choose a workbook: .xlsx, .xlsm or a text table.</source>
   <translation>请选择工作簿：.xlsx、.xlsm 或文本表格。</translation>
  </message>
  <message>
   <source>Choose among the plans</source>
   <translation>比选方案</translation>
  </message>
  <message>
   <source>Choose two units of different districts; their districts are exchanged.</source>
   <translation>请选择属于不同片区的两个单元，二者的片区将互换。</translation>
  </message>
  <message>
   <source>Chooses central towns and sub-central towns, or central villages, from scored units, and says why: on what ground, with its figure in each criterion, who comes next, how far behind and in what, and what would turn the choice.

Townships without district field: marks the high-potential townships, those of highest score (SHORTLIST). Partition then with this field as CONTAINS_FIELD, so that every district holds at least one of them.
Townships with district field: in each district the best unit becomes the central town, of high potential where the district has one. The districts whose central town radiates least get a sub-central town: their next best unit. Radiation is gravity (score divided by travel to the power of RADIATION_EXPONENT, mean over the people of the other units) or a two-step floating catchment (score per 1,000 people within CATCHMENT_MINUTES), over ROADS, by TRAVEL, or along straight lines where neither is given, which is said.
Villages: in each district the best unit becomes a central village; further ones are added where the next best unit times the people per central village is greatest, until COUNT is reached.

Best is the highest merit: the weighted mean of criteria, each scaled from 0 to 1 over all units. MERIT=score: score, access and trend where their fields are given, and for villages with ROADS or TRAVEL the mean travel to the district’s other villages. MERIT=criteria: those of the catalogue of centre rules without the score, townships by location and trend, villages by people, roads, services, land, income and travel to the members; fields are found by their names. Weights are set in RULES.

Gives all fields of the input and role (central_town, sub_central_town, central_village, or empty), reason, shortlist, high_potential (townships), merit, place in the district, runner_up, margin to it, and figures (the reason as JSON). Excluded units, and villages of a type that is to be relocated (TYPE_FIELD), are never chosen; nominated units always. Equal units go by code, which is said. Where COUNT cannot be met, an error says why.</source>
   <translation>从已评分的单元中遴选中心镇、副中心镇或中心村，并说明理由：依据是什么、各项准则的数值、次选是谁、差多少、差在哪里，以及什么变化会改变选择。

乡镇、未给片区字段：按综合得分标出高潜力乡镇（SHORTLIST 个）。随后以该字段作为 CONTAINS_FIELD 划分片区，使每个片区至少含其中一个。
乡镇、给出片区字段：每个片区取最优单元为中心镇，片区内有高潜力乡镇的从中选取。中心镇辐射力最弱的片区增设副中心镇，取其次优单元。辐射力按引力模型（得分除以行程的 RADIATION_EXPONENT 次方，对其他单元按人口平均）或两步移动搜索法（CATCHMENT_MINUTES 分钟内每千人的得分）测算，行程沿 ROADS 路网、按 TRAVEL 表，两者都没有时按直线距离，并予说明。
村庄：每个片区取最优单元为中心村；再依次在“次优单元优势度×增设后每个中心村服务人口”最大的片区增设，直至达到 COUNT。

“最优”指优势度最高：各项准则在全部单元中化为 0 至 1 后的加权平均。MERIT=score：综合得分，以及给出字段的交通区位和长远趋势；村庄在给出 ROADS 或 TRAVEL 时另计到片区其他村的平均用时。MERIT=criteria：按中心遴选规则目录中的准则（不含综合得分），乡镇看区位和趋势，村庄看人口、道路、服务、用地、收入和到成员村的用时；字段按名称识别。权重在 RULES 中设定。

输出输入图层的全部字段，以及 role（central_town、sub_central_town、central_village 或空）、reason、shortlist、high_potential（乡镇）、merit（优势度）、place（片区内位次）、runner_up（次选）、margin（领先次选）、figures（JSON 形式的理由）。排除的单元和属于搬迁撤并类型的村庄（TYPE_FIELD）不会入选；指定的单元必定入选。相同者按代码先后取定，并予说明。COUNT 无法满足时，报错并说明原因。</translation>
  </message>
  <message>
   <source>Chosen: {reason}</source>
   <translation>入选理由：{reason}</translation>
  </message>
  <message>
   <source>Class codes of the plans</source>
   <translation>规划地类代码表</translation>
  </message>
  <message>
   <source>Class field of the first plan</source>
   <translation>甲规地类字段</translation>
  </message>
  <message>
   <source>Class field of the planned layer</source>
   <translation>规划图层的地类字段</translation>
  </message>
  <message>
   <source>Class field of the second plan</source>
   <translation>乙规地类字段</translation>
  </message>
  <message>
   <source>Classify all villages by the rules</source>
   <translation>按规则对所有村重新分类</translation>
  </message>
  <message>
   <source>Classify the villages</source>
   <translation>村庄分类</translation>
  </message>
  <message>
   <source>Classify villages</source>
   <translation>划分村庄类型</translation>
  </message>
  <message>
   <source>Classify …</source>
   <translation>重新分类…</translation>
  </message>
  <message>
   <source>Classifying the villages …</source>
   <translation>正在对村庄分类…</translation>
  </message>
  <message>
   <source>Click the corners, right-click to end</source>
   <translation>单击各拐点，右键结束</translation>
  </message>
  <message>
   <source>Click the corners. Right-click ends, Backspace takes the last one back, Esc gives up.</source>
   <translation>单击各拐点。右键结束，退格键撤回上一点，Esc 放弃。</translation>
  </message>
  <message>
   <source>Click the place on the map. Esc gives up.</source>
   <translation>请在图上点击位置；按 Esc 放弃。</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Close a review round</source>
   <translation>结束评审轮次</translation>
  </message>
  <message>
   <source>Close gaps and overlaps up to (m)</source>
   <translation>闭合缝隙和重叠的限值（m）</translation>
  </message>
  <message>
   <source>Close round</source>
   <translation>结束本轮</translation>
  </message>
  <message>
   <source>Close round {number} as “{outcome}”? It cannot be changed afterwards.</source>
   <translation>以“{outcome}”结束第 {number} 轮？结束后不能再更改。</translation>
  </message>
  <message>
   <source>Close the county</source>
   <translation>关闭本县</translation>
  </message>
  <message>
   <source>Close the open round with the outcome chosen here; it cannot be changed later</source>
   <translation>按所选结果结束当前轮次，结束后不能再更改</translation>
  </message>
  <message>
   <source>Closes the open review round for good, with the outcome passed, passed_with_changes or returned. A round that is returned is held again, and the plan goes back to draft; once the last round is passed the plan is approved and is not drawn on any more.

It is refused while signatures are missing, somebody disagrees, or opinions have no decision or reply, as far as the catalogue of rounds asks for them; what does not stand in the way is told as a warning. DATE is the day of the meeting; NEXT the number of the next round, 0 where there is none; STATUS the plan's: draft, in_review or approved.</source>
   <translation>结束进行中的评审轮次，结论为 passed（通过）、passed_with_changes（修改后通过）或 returned（退回），结束后不可更改。退回的轮次须再次召开，方案回到草案；最后一轮通过后方案即获批准，不得再改动。

会签未齐、有单位不同意、意见未决定或未回复时，按轮次目录的要求不予结束；不构成障碍的以警告列出。DATE 为会议日期；NEXT 为下一轮的轮次号，没有则为 0；STATUS 为方案状态：draft（草案）、in_review（评审中）或 approved（已批准）。</translation>
  </message>
  <message>
   <source>Closing: broken rules</source>
   <translation>结束时：违反规则</translation>
  </message>
  <message>
   <source>Closing: disagreement</source>
   <translation>结束时：有不同意见</translation>
  </message>
  <message>
   <source>Closing: opinions open</source>
   <translation>结束时：意见未办结</translation>
  </message>
  <message>
   <source>Closing: signatures missing</source>
   <translation>结束时：签署不全</translation>
  </message>
  <message>
   <source>Code</source>
   <translation>代码</translation>
  </message>
  <message>
   <source>Code field (empty: known by its name)</source>
   <translation>代码字段（留空按名称识别）</translation>
  </message>
  <message>
   <source>Code field (empty: the usual one)</source>
   <translation>代码字段（留空：通用字段）</translation>
  </message>
  <message>
   <source>Code or name. Empty: where the county’s government is among the facilities, else the township with the shortest way to the county seat.</source>
   <translation>代码或名称。空：取设施中县政府所在处，否则取到县城行车时间最短的乡镇。</translation>
  </message>
  <message>
   <source>Code {code} is not {digits} digits.</source>
   <translation>代码 {code} 不是 {digits} 位数字。</translation>
  </message>
  <message>
   <source>Code {code} is of another county ({prefix}…; this one is {county}…). Delete the row or correct the code.</source>
   <translation>代码 {code} 属于其他县（{prefix}…；本县为 {county}…）。请删除该行或改正代码。</translation>
  </message>
  <message>
   <source>Code {code} is that of {unit}, the name {name} that of {other}. Correct one of the two.</source>
   <translation>代码 {code} 是 {unit}，名称 {name} 却是 {other}。请改正其中之一。</translation>
  </message>
  <message>
   <source>Code {code} occurs {count} times (rows {rows}). Give each unit its own code.</source>
   <translation>代码 {code} 出现 {count} 次（第 {rows} 行）。每个单元应有唯一代码，请更正。</translation>
  </message>
  <message>
   <source>Code {code}: a spreadsheet has cut off its last digits. Format the column as text and write the codes again, or hand in the workbook instead of the text file.</source>
   <translation>代码 {code}：末几位已被电子表格截断。请将该列设为文本后重新填写代码，或改交工作簿而不是文本文件。</translation>
  </message>
  <message>
   <source>Codes of the first plan</source>
   <translation>甲规代码表</translation>
  </message>
  <message>
   <source>Codes of the planned layer</source>
   <translation>规划图层编码版本</translation>
  </message>
  <message>
   <source>Codes of the second plan and further plans</source>
   <translation>乙规及其他规划代码表</translation>
  </message>
  <message>
   <source>Codes separated by commas, e.g. 1,2.</source>
   <translation>编号以逗号分隔，例如 1,2。</translation>
  </message>
  <message>
   <source>Codes separated by commas, e.g. 510722101,510722102.</source>
   <translation>代码以逗号分隔，例如 510722101,510722102。</translation>
  </message>
  <message>
   <source>Codes, separated by commas, e.g. B1,B2. Empty: all that the catalogue computes for the level.</source>
   <translation>指标代码，以逗号分隔，如 B1,B2。留空：目录中该层级全部可计算的指标。</translation>
  </message>
  <message>
   <source>Colour</source>
   <translation>颜色</translation>
  </message>
  <message>
   <source>Colours given anew</source>
   <translation>重新配色</translation>
  </message>
  <message>
   <source>Column</source>
   <translation>列</translation>
  </message>
  <message>
   <source>Column {column} has figures but no header; they are not taken. Write what they are above them.</source>
   <translation>第 {column} 列有数值但没有表头，未取用。请在上方写明是什么指标。</translation>
  </message>
  <message>
   <source>Column {column} of the table of judgements is empty in {count} rows. Name the expert in each.</source>
   <translation>判断表的 {column} 列有 {count} 行为空。请在每行填写专家。</translation>
  </message>
  <message>
   <source>Columns ({count}, {unread} not read)</source>
   <translation>列（{count} 列，{unread} 列未读取）</translation>
  </message>
  <message>
   <source>Columns indicator and weight, in any scale; 0 leaves an indicator out.</source>
   <translation>列为 指标、权重，量级不限；0 表示不采用该指标。</translation>
  </message>
  <message>
   <source>Columns row, column, value; or a square table whose first column repeats the other names. With a column expert it holds the judgements of several.</source>
   <translation>列为 行、列、值；或首列与其余列名相同的方阵表。含“专家”列时，可存放多位专家的判断。</translation>
  </message>
  <message>
   <source>Columns that stay empty: {columns}.</source>
   <translation>以下各列留空：{columns}。</translation>
  </message>
  <message>
   <source>Combined, linear: share of the judgements (0 to 1)</source>
   <translation>线性组合：判断权重所占份额（0 到 1）</translation>
  </message>
  <message>
   <source>Combined: data weights</source>
   <translation>组合赋权：客观权重</translation>
  </message>
  <message>
   <source>Combined: how</source>
   <translation>组合赋权：组合方式</translation>
  </message>
  <message>
   <source>Comma-separated text (*.csv)</source>
   <translation>逗号分隔文本 (*.csv)</translation>
  </message>
  <message>
   <source>Compactness</source>
   <translation>紧凑度</translation>
  </message>
  <message>
   <source>Compactness (m²·persons)</source>
   <translation>紧凑度（人·平方米）</translation>
  </message>
  <message>
   <source>Compactness term</source>
   <translation>紧凑度项</translation>
  </message>
  <message>
   <source>Compactness term (less is more compact), million people·m²</source>
   <translation>紧凑性项（越小越紧凑，百万人·m²）</translation>
  </message>
  <message>
   <source>Compactness, %</source>
   <translation>紧凑度（%）</translation>
  </message>
  <message>
   <source>Compactness, 1,000 km²</source>
   <translation>紧凑度（千人·km²）</translation>
  </message>
  <message>
   <source>Compare land use</source>
   <translation>用地对比</translation>
  </message>
  <message>
   <source>Compare land use, present and planned</source>
   <translation>用地变化（现状与规划对比）</translation>
  </message>
  <message>
   <source>Compare the frozen plan with the plan as it is now</source>
   <translation>将固定的方案与当前方案对比</translation>
  </message>
  <message>
   <source>Compare two plans</source>
   <translation>方案对比</translation>
  </message>
  <message>
   <source>Compare …</source>
   <translation>对比…</translation>
  </message>
  <message>
   <source>Compared with the earlier ledger: {same} conflicts as before, {changed} of another area, {new} new, {vanished} no longer there; {decided} decisions were carried over.</source>
   <translation>与原台账比较：{same} 个未变，{changed} 个面积有变化，{new} 个新增，{vanished} 个已消失；沿用处理意见 {decided} 条。</translation>
  </message>
  <message>
   <source>Compared with the first two and with each other; class fields by their usual names.</source>
   <translation>与甲规、乙规及彼此比较；地类字段按常用名称识别。</translation>
  </message>
  <message>
   <source>Compares the plans anew; conflicts found again keep what was decided.</source>
   <translation>重新比较各规划；再次发现的冲突保留处理意见。</translation>
  </message>
  <message>
   <source>Comparing present and planned land use …</source>
   <translation>正在对比现状与规划用地……</translation>
  </message>
  <message>
   <source>Comparing …</source>
   <translation>正在对比…</translation>
  </message>
  <message>
   <source>Comparison of the plans</source>
   <translation>方案比较</translation>
  </message>
  <message>
   <source>Compiled by</source>
   <translation>编制单位</translation>
  </message>
  <message>
   <source>Compute from layers: townships</source>
   <translation>由图层计算：乡镇</translation>
  </message>
  <message>
   <source>Compute from layers: villages</source>
   <translation>由图层计算：村</translation>
  </message>
  <message>
   <source>Compute indicators from layers</source>
   <translation>由图层计算指标</translation>
  </message>
  <message>
   <source>Computes those indicators of townships or villages that follow from the county's layers: density of roads and hazards, travel times over the roads to the county seat, the township seat and the nearest station, villages served by hospitals or couriers, kinds of services within reach, buildable land outside the control lines, share of high-standard farmland, land classes, figures per person. The catalogue of indicators says which measure each takes, and of what.

Needs a planning database, or single layers; single layers go before those of the database. What the county has no layer for is left out and told, never zero; a unit that no road reaches gets no value and is named.

Travel: roads join where their ends meet (within SNAP), where an end meets the middle of another road, and where they share a vertex; with CROSSINGS also where they cross. Speeds by class of road are a catalogue (road_speeds.json), as are the kinds of facility that are seats and stations (places.json). Units travel from their seat, over the nearest point of the nearest road.

Gives a row per unit and indicator with value, year and what it was computed from; DIFFERENCES lists the units for which the county holds another figure. With SAVE the values go into the planning database; figures that are there stay (EXISTING keep) or are replaced.</source>
   <translation>由县的图层计算乡镇或村的可计算指标：公路网密度、灾害隐患点密度，沿路网到县城、乡镇驻地和最近站点的行车时间，医院、快递等设施服务到的村，可达服务种类，控制线外的可建设用地，高标准农田占比，地类占比，人均数值。各指标采用什么算法、用什么数据，由指标目录规定。

需要规划数据库，或单个图层；单个图层优先于数据库中的图层。县里没有所需图层的指标不计算并予以说明，绝不记为零；没有道路到达的单元没有数值，并列出名称。

行车：道路在端点相遇（容差 SNAP 以内）、端点接触另一道路中部、或有公共节点处相接；选 CROSSINGS 时相交处也相接。各级道路车速见车速目录（road_speeds.json），驻地和站点对应的设施类型见地点目录（places.json）。单元从驻地出发，经最近道路的最近点上路。

每个单元、每个指标输出一行，含数值、年份和计算依据；DIFFERENCES 列出与县里已有数值不同的单元。选 SAVE 时数值存入规划数据库，已有数值保留（EXISTING 为 keep）或被替换。</translation>
  </message>
  <message>
   <source>Computing indicators from the layers …</source>
   <translation>正在由图层计算指标…</translation>
  </message>
  <message>
   <source>Computing {indicator} {name} …</source>
   <translation>正在计算 {indicator} {name} …</translation>
  </message>
  <message>
   <source>Conflict</source>
   <translation>冲突</translation>
  </message>
  <message>
   <source>Conflict decided</source>
   <translation>冲突图斑已处理</translation>
  </message>
  <message>
   <source>Conflicts</source>
   <translation>冲突图斑</translation>
  </message>
  <message>
   <source>Connected pieces</source>
   <translation>连片数</translation>
  </message>
  <message>
   <source>Consistency of judgements</source>
   <translation>判断的一致性</translation>
  </message>
  <message>
   <source>Consistency ratio of the judgements</source>
   <translation>判断矩阵一致性比例</translation>
  </message>
  <message>
   <source>Consistency ratio {ratio}: consistent.</source>
   <translation>一致性比例 {ratio}：通过检验。</translation>
  </message>
  <message>
   <source>Consistency ratio {ratio}: contradictory ({limit} or more). Revisit {row} against {column}: {now} was given, the others suggest {suggested}.</source>
   <translation>一致性比例 {ratio}：未通过检验（不低于 {limit}）。请复核 {row} 与 {column}：现为 {now}，其余判断建议为 {suggested}。</translation>
  </message>
  <message>
   <source>Constraint layer {layer} has no polygons; it covers nothing.</source>
   <translation>控制线图层 {layer} 没有面图形，不覆盖任何图斑。</translation>
  </message>
  <message>
   <source>Constraint layer {layer}: {count} polygons could not be cut outside the plans; conflicts between lines may be missing there.</source>
   <translation>控制线图层 {layer}：{count} 个图形无法在规划范围外切分，该处控制线之间的冲突可能有遗漏。</translation>
  </message>
  <message>
   <source>Contiguity restored</source>
   <translation>恢复片区连续</translation>
  </message>
  <message>
   <source>Control</source>
   <translation>管控</translation>
  </message>
  <message>
   <source>Control area of the county (m²)</source>
   <translation>县控制面积（平方米）</translation>
  </message>
  <message>
   <source>Control area of the townships (m²)</source>
   <translation>乡镇控制面积字段（平方米）</translation>
  </message>
  <message>
   <source>Control area of the units (m²)</source>
   <translation>单元控制面积字段（平方米）</translation>
  </message>
  <message>
   <source>Control lines</source>
   <translation>管控线</translation>
  </message>
  <message>
   <source>Control-line check and spatial pre-review: lays project outlines over every control line, the land classes of the parcels, the sector plans, the hazards and the units, and gives each project a verdict.

Outlines are a layer, or the boundary-point text that surveyors exchange ([属性描述] and [地块坐标]; UTF-8 or GBK; with or without zone number before the eastings). Zone and coordinates that contradict each other are refused.

Needs control lines as layers, or a planning database, which brings lines, parcels, villages, sector plans and hazards; a layer given by itself goes before the database's. Layers are recognised by the names of the Chinese standard (STBHHX, YJJBNTTB, CZKFBJ …).

The result has a row per project and line: area_m2 of common ground, verdict (pass, caution, refuse) and the reason; project_verdict is the worst of all rules. Details lists areas by class, plan and unit, which close to the project's area, and every rule that applies. Rules, thresholds and legal bases are a catalogue (project_rules.json) that a county may replace.

The report folder gets a workbook (one page, and the boundary-point table) and a PDF with a map for each project.</source>
   <translation>控制线检测与空间预审：将项目用地范围与各条控制线、土地利用现状地类、相关规划、地质灾害隐患点和行政单元叠加，给出每个项目的结论。

项目范围可以是图层，也可以是测绘单位交换的界址点坐标文件（[属性描述]、[地块坐标]；UTF-8 或 GBK；横坐标带或不带带号）。带号与坐标相互矛盾的一律拒绝，不作猜测。

需要控制线图层，或规划数据库（自带控制线、图斑、村、专项规划和灾害点）；单独给出的图层优先于数据库。图层按国家标准名称识别（STBHHX、YJJBNTTB、CZKFBJ……）。

结果中每个项目对每条控制线一行：重叠面积 area_m2、结论 verdict（pass 符合、caution 需论证、refuse 不符合）和理由；project_verdict 为所有规则中最严的结论。明细列出按地类、规划和单元的面积（合计等于项目面积）以及所有适用的规则。规则、阈值和法律依据是规则库（project_rules.json），县里可以替换。

报告文件夹中，每个项目有一个工作簿（一页预审表和界址点成果表）和一份带图的 PDF。</translation>
  </message>
  <message>
   <source>Converting the other layers …</source>
   <translation>正在转换其他图层…</translation>
  </message>
  <message>
   <source>Coordinate reference system</source>
   <translation>坐标系</translation>
  </message>
  <message>
   <source>Coordinate reference system (empty: the villages’)</source>
   <translation>坐标系（留空：与村级图层相同）</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>复制</translation>
  </message>
  <message>
   <source>Copy as command</source>
   <translation>复制为命令</translation>
  </message>
  <message>
   <source>Copy the qgis_process commands that do the same</source>
   <translation>复制效果相同的 qgis_process 命令</translation>
  </message>
  <message>
   <source>Counting people and trips …</source>
   <translation>正在生成人口与出行数据…</translation>
  </message>
  <message>
   <source>County</source>
   <translation>县</translation>
  </message>
  <message>
   <source>County seat</source>
   <translation>县城</translation>
  </message>
  <message>
   <source>County seat: {why}</source>
   <translation>县城位置：{why}</translation>
  </message>
  <message>
   <source>County without a name</source>
   <translation>未命名的县</translation>
  </message>
  <message>
   <source>Create sample county</source>
   <translation>生成示例县</translation>
  </message>
  <message>
   <source>Criterion {criterion}: no figure, or no way, for units {codes}. It counts as the worst for them.</source>
   <translation>准则“{criterion}”：单元 {codes} 没有数据或无路可达，按最差值计。</translation>
  </message>
  <message>
   <source>Crossing</source>
   <translation>跨片区</translation>
  </message>
  <message>
   <source>Cultivated land</source>
   <translation>耕地</translation>
  </message>
  <message>
   <source>Cut the parcels by the ecological redline, permanent basic farmland and the urban development boundary. Lay the sector plans over each other and over the lines, and decide where they conflict. Areas are ellipsoid areas; the pieces of a parcel add up to the parcel.</source>
   <translation>用生态保护红线、永久基本农田和城镇开发边界切割图斑；将各专项规划相互叠加并与控制线叠加，逐一处理冲突。面积为椭球面积，碎块之和等于原图斑。</translation>
  </message>
  <message>
   <source>Cuts every parcel by the units (townships or villages) and by any number of control lines, in one pass, and sums the areas by unit, land class and combination of lines.

No area is lost: the pieces of a parcel sum to the parcel, also where units overlap or leave gaps and where geometry is invalid. Ground that several units claim goes to the parcel's own unit (its code begins with the unit's), else to the lowest code, once. Ground of no unit has an empty unit_code.

Areas are ellipsoid areas on CGCS2000 (or plane areas), rounded to 0.01 m²; a parcel's area is shared over its pieces by largest remainder, so that the figures close. Balanced, they also sum to the units', the townships' and the county's control areas: each difference is shared over the adjustable parcels in proportion to area, what is left goes to the largest, 0.01 m² each. net_area_m2 is the area without the ridges, by the parcel's ridge factor.

constraints is the sorted list of the lines that cover a piece, joined by “+”; empty where none does. A line is called after its layer name in the file, else after the layer; the planning database's layer control_line counts as one line per kind. Two layers of one name are told apart by their file.

parcel_id is the field you choose, else parcel_id, BSM or TBBH where it is filled and unique, else the feature's number. Pieces smaller than the least area are flagged as slivers and kept. Parcels without a usable outline are set aside in their own layer, with the reason.</source>
   <translation>将每个图斑一次性按单元（乡镇或村）和任意多条控制线切割，并按单元、地类和控制线组合汇总面积。

面积不丢失：即使单元之间有重叠或缝隙、图形无效，一个图斑的各部分之和仍等于该图斑。多个单元重叠的部分归图斑坐落单位（其代码以单元代码开头），否则归代码最小的单元，只计一次；不在任何单元内的部分 unit_code 为空。

面积为 CGCS2000 椭球面积（或平面面积），取至 0.01 m²；图斑面积按最大余额法分摊到各部分，保证闭合。平差后，图斑面积之和还等于单元、乡镇、县的控制面积：差值按面积比例分配给可调图斑，剩余部分自面积最大者起每个 0.01 m² 依次分配。net_area_m2 为按图斑扣除地类系数扣除田坎后的净面积。

constraints 为覆盖该部分的控制线名称，排序后以“+”连接；无覆盖则为空。控制线取其文件中的图层名，否则取图层名称；规划数据库的 control_line 图层按 kind 分为多条控制线。同名图层以文件名区分。

parcel_id 取所选字段，否则依次取无空值且唯一的 parcel_id、BSM、TBBH，再否则取要素编号。小于最小面积的部分标记为碎图斑并保留。没有可用图形的图斑另存一层，并注明原因。</translation>
  </message>
  <message>
   <source>Cutting the outlines …</source>
   <translation>正在叠加分割项目范围 …</translation>
  </message>
  <message>
   <source>Cutting the plans by each other …</source>
   <translation>正在叠加各规划…</translation>
  </message>
  <message>
   <source>Cutting {count} parcels …</source>
   <translation>正在叠加 {count} 个图斑…</translation>
  </message>
  <message>
   <source>DECIDED_FIELD needs TYPE_FIELD: the field that holds the types.</source>
   <translation>DECIDED_FIELD 需要同时给出 TYPE_FIELD（存放类型的字段）。</translation>
  </message>
  <message>
   <source>DISTRICTS must be 1 or more.</source>
   <translation>DISTRICTS 须大于等于 1。</translation>
  </message>
  <message>
   <source>DISTRICTS names codes that the plan does not have: {codes}. Its township districts are {known}.</source>
   <translation>DISTRICTS 中有方案没有的镇级片区编号：{codes}。方案的镇级片区为：{known}。</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>数据</translation>
  </message>
  <message>
   <source>Date</source>
   <translation>日期</translation>
  </message>
  <message>
   <source>Date and time</source>
   <translation>时间</translation>
  </message>
  <message>
   <source>Date of the meeting</source>
   <translation>会议日期</translation>
  </message>
  <message>
   <source>Date of the signature</source>
   <translation>签署日期</translation>
  </message>
  <message>
   <source>Date of the signature (empty: today)</source>
   <translation>会签日期（空：今天）</translation>
  </message>
  <message>
   <source>Date to print</source>
   <translation>编制日期</translation>
  </message>
  <message>
   <source>Day of the meeting (optional)</source>
   <translation>会议日期（可选）</translation>
  </message>
  <message>
   <source>Days until due</source>
   <translation>期限（天）</translation>
  </message>
  <message>
   <source>Decide</source>
   <translation>处理</translation>
  </message>
  <message>
   <source>Decide the conflicts …</source>
   <translation>处理冲突…</translation>
  </message>
  <message>
   <source>Decide the selected conflicts so</source>
   <translation>按此处理所选冲突</translation>
  </message>
  <message>
   <source>Decided</source>
   <translation>已处理</translation>
  </message>
  <message>
   <source>Decided by {indicator}: without it the rank would be {rank}.</source>
   <translation>决定性指标：{indicator}；剔除后位次为 {rank}。</translation>
  </message>
  <message>
   <source>Decided, but without a reply.</source>
   <translation>已决定，但尚未回复。</translation>
  </message>
  <message>
   <source>Decided: {treatment}</source>
   <translation>处理：{treatment}</translation>
  </message>
  <message>
   <source>Decimals</source>
   <translation>小数位数</translation>
  </message>
  <message>
   <source>Decision</source>
   <translation>采纳情况</translation>
  </message>
  <message>
   <source>Decision taken</source>
   <translation>已决定</translation>
  </message>
  <message>
   <source>Department</source>
   <translation>部门</translation>
  </message>
  <message>
   <source>Departments (empty: all)</source>
   <translation>部门（空：全部）</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>明细</translation>
  </message>
  <message>
   <source>Detect conflicts of plans</source>
   <translation>多规冲突分析</translation>
  </message>
  <message>
   <source>Deviation (%)</source>
   <translation>偏差（%）</translation>
  </message>
  <message>
   <source>Deviation, %</source>
   <translation>偏差（%）</translation>
  </message>
  <message>
   <source>Differences ({count})</source>
   <translation>与原版的差异（{count}）</translation>
  </message>
  <message>
   <source>Differences from the county's figures</source>
   <translation>与本县已有数值的差异</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>方向</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>放弃修改</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Dissolve into its neighbours</source>
   <translation>撤销片区，单元并入相邻片区</translation>
  </message>
  <message>
   <source>Dissolve, leave its units without a district</source>
   <translation>撤销片区，单元暂不划入片区</translation>
  </message>
  <message>
   <source>Distances are straight lines.</source>
   <translation>距离按直线量算。</translation>
  </message>
  <message>
   <source>District</source>
   <translation>片区</translation>
  </message>
  <message>
   <source>District changed</source>
   <translation>修改片区</translation>
  </message>
  <message>
   <source>District created</source>
   <translation>新建片区</translation>
  </message>
  <message>
   <source>District dissolved</source>
   <translation>撤销片区</translation>
  </message>
  <message>
   <source>District field</source>
   <translation>片区字段</translation>
  </message>
  <message>
   <source>District field (empty: known by its name)</source>
   <translation>片区字段（留空：按名称识别）</translation>
  </message>
  <message>
   <source>District field (empty: only the shortlist)</source>
   <translation>片区字段（留空只列候选名单）</translation>
  </message>
  <message>
   <source>District of A that the unit's district of B corresponds to, by the people they share</source>
   <translation>该单元在乙方案的片区，按共有人口对应的甲方案片区</translation>
  </message>
  <message>
   <source>District renamed</source>
   <translation>片区更名</translation>
  </message>
  <message>
   <source>District split</source>
   <translation>拆分片区</translation>
  </message>
  <message>
   <source>District {code}</source>
   <translation>第{code}片区</translation>
  </message>
  <message>
   <source>District {district}</source>
   <translation>片区 {district}</translation>
  </message>
  <message>
   <source>District {district} belongs to township district {parent}; these lie in {other}: {units}.</source>
   <translation>片区 {district} 属于镇级片区 {parent}，而下列单元在镇级片区 {other}：{units}。</translation>
  </message>
  <message>
   <source>District {district} cannot be divided into two connected parts: it has fewer than two units, or lies in more than two pieces. Restore its contiguity first, or select the units of the new district.</source>
   <translation>片区 {district} 无法分为两个连片的部分：单元不足两个，或已断成两块以上。请先恢复连片，或选定新片区的单元。</translation>
  </message>
  <message>
   <source>District {district} crosses townships ({townships}): {found} districts do, {limit} may.</source>
   <translation>片区 {district} 跨越乡镇（{townships}）：共有 {found} 个片区跨越，最多允许 {limit} 个。</translation>
  </message>
  <message>
   <source>District {district} has no unit.</source>
   <translation>片区 {district} 没有单元。</translation>
  </message>
  <message>
   <source>District {district} holds nominated centres of different districts: {units}.</source>
   <translation>片区 {district} 含有属于不同片区的指定中心：{units}。</translation>
  </message>
  <message>
   <source>District {district} holds none of the units marked in {field}.</source>
   <translation>片区 {district} 不含字段 {field} 所标记的单元。</translation>
  </message>
  <message>
   <source>District {district} is already called “{name}”. Give each district a name of its own.</source>
   <translation>片区 {district} 已使用名称“{name}”。各片区名称不得重复。</translation>
  </message>
  <message>
   <source>District {district} is broken; cut off from the rest: {units}.</source>
   <translation>片区 {district} 不连片，与主体分离的单元：{units}。</translation>
  </message>
  <message>
   <source>District {district} is called {name} here and {other} in a row above. Give it one name.</source>
   <translation>片区 {district} 在此名为 {name}，在上面的行中名为 {other}。请统一名称。</translation>
  </message>
  <message>
   <source>District {district} is in {count} pieces: unit {unit} is cut off from the largest.</source>
   <translation>片区 {district} 分为 {count} 块：单元 {unit} 与最大一块不相连。</translation>
  </message>
  <message>
   <source>District {district} is locked. Unlock it in the table, then move the centre.</source>
   <translation>片区 {district} 已锁定。请先在表中解锁，再移动中心。</translation>
  </message>
  <message>
   <source>District {district} is locked. Unlock it in the table, then move the units.</source>
   <translation>片区 {district} 已锁定。请先在表中解锁，再移动单元。</translation>
  </message>
  <message>
   <source>District {district} is locked; {units} stay cut off from it. Unlock it, then restore contiguity.</source>
   <translation>片区 {district} 已锁定，{units} 仍与其主体分离。请先解锁，再恢复连片。</translation>
  </message>
  <message>
   <source>District {district} lies in {home}, but unit {unit} belongs to {parent}.</source>
   <translation>片区 {district} 位于 {home}，但单元 {unit} 属于 {parent}。</translation>
  </message>
  <message>
   <source>District {district} still has units, {unit} among them. Move them first, then dissolve it.</source>
   <translation>片区 {district} 仍有单元（如 {unit}）。请先移出这些单元，再撤销片区。</translation>
  </message>
  <message>
   <source>District {district}: {count} units, fewer than {limit}.</source>
   <translation>片区 {district}：{count} 个单元，少于 {limit} 个。</translation>
  </message>
  <message>
   <source>District {district}: {count} units, more than {limit}.</source>
   <translation>片区 {district}：{count} 个单元，多于 {limit} 个。</translation>
  </message>
  <message>
   <source>District {district}: {population:,.0f} people, above the limit of {limit:,.0f}.</source>
   <translation>片区 {district}：{population:,.0f} 人，高于上限 {limit:,.0f} 人。</translation>
  </message>
  <message>
   <source>District {district}: {population:,.0f} people, below the limit of {limit:,.0f}.</source>
   <translation>片区 {district}：{population:,.0f} 人，低于下限 {limit:,.0f} 人。</translation>
  </message>
  <message>
   <source>District {name}</source>
   <translation>片区 {name}</translation>
  </message>
  <message>
   <source>Districts</source>
   <translation>片区</translation>
  </message>
  <message>
   <source>Districts ({count})</source>
   <translation>片区（{count}）</translation>
  </message>
  <message>
   <source>Districts imported</source>
   <translation>导入片区</translation>
  </message>
  <message>
   <source>Districts locked</source>
   <translation>锁定片区</translation>
  </message>
  <message>
   <source>Districts of plan A</source>
   <translation>方案 A 的片区</translation>
  </message>
  <message>
   <source>Districts of plan B</source>
   <translation>方案 B 的片区</translation>
  </message>
  <message>
   <source>Districts of two units exchanged</source>
   <translation>对调两个单元的片区</translation>
  </message>
  <message>
   <source>Districts saved</source>
   <translation>保存片区</translation>
  </message>
  <message>
   <source>Districts unlocked</source>
   <translation>解锁片区</translation>
  </message>
  <message>
   <source>Districts {districts} have fewer units that may be a centre than the {minimum} wanted. Exclude fewer units or lower MIN_PER_DISTRICT.</source>
   <translation>片区 {districts} 中可入选的单元少于所要求的 {minimum} 个。请减少排除的单元或调低 MIN_PER_DISTRICT。</translation>
  </message>
  <message>
   <source>Districts {districts} have more units fixed as centres than the {maximum} they may have. Fix fewer or raise MAX_PER_DISTRICT.</source>
   <translation>片区 {districts} 内指定为中心的单元超过上限 {maximum} 个。请减少指定，或提高 MAX_PER_DISTRICT。</translation>
  </message>
  <message>
   <source>Districts {districts} have no high-potential township: their best unit is taken. Partition with the shortlist as CONTAINS_FIELD, or lengthen it.</source>
   <translation>片区 {districts} 内没有高潜力乡镇，按优势度取其最优者。请以候选名单作为 CONTAINS_FIELD 重新划分片区，或增加名单数量。</translation>
  </message>
  <message>
   <source>Districts {districts} have too few villages of other types: villages of a type that may not be a central village are candidates there all the same.</source>
   <translation>片区 {districts} 内其他类型的村庄不足，不作中心村的类型在这些片区仍列为候选。</translation>
  </message>
  <message>
   <source>Dividing {count} pieces among what is planned …</source>
   <translation>正在按规划地类划分 {count} 个碎片……</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>已办结</translation>
  </message>
  <message>
   <source>Done again: {what}</source>
   <translation>重做：{what}</translation>
  </message>
  <message>
   <source>Done.</source>
   <translation>已完成。</translation>
  </message>
  <message>
   <source>Drag a centre from unit to unit: its district and those beside it follow. Release to keep, Esc to put it back.</source>
   <translation>将中心从一个单元拖到另一个单元，本片区及相邻片区随之调整。松开即保存，按 Esc 放回原处。</translation>
  </message>
  <message>
   <source>Drag: district {district} grows.</source>
   <translation>拖动：扩大片区 {district}。</translation>
  </message>
  <message>
   <source>Draw</source>
   <translation>绘制</translation>
  </message>
  <message>
   <source>Draw the districts first.</source>
   <translation>请先划分片区。</translation>
  </message>
  <message>
   <source>Draw the districts first: some units are in none.</source>
   <translation>请先划定片区：尚有单元未划入任何片区。</translation>
  </message>
  <message>
   <source>Draw the point it is about on the map</source>
   <translation>在图上点出意见所指的位置</translation>
  </message>
  <message>
   <source>Draw the township districts</source>
   <translation>划分镇级片区</translation>
  </message>
  <message>
   <source>Draw the township districts first.</source>
   <translation>请先划分镇级片区。</translation>
  </message>
  <message>
   <source>Draw the village districts</source>
   <translation>划分村级片区</translation>
  </message>
  <message>
   <source>Draw the whole hierarchy as a picture (PNG)</source>
   <translation>把整个镇村体系画成图片（PNG）</translation>
  </message>
  <message>
   <source>Draw township districts round the strongest towns, then village districts inside them: contiguous, alike, balanced in population. Central towns and villages are chosen with them.</source>
   <translation>以实力较强的乡镇为中心划分镇级片区，再在其内划分村级片区：连片、相似、人口均衡；同时确定中心镇和中心村。</translation>
  </message>
  <message>
   <source>Draw with this district</source>
   <translation>以此片区绘制</translation>
  </message>
  <message>
   <source>Drawing</source>
   <translation>划分调整</translation>
  </message>
  <message>
   <source>Drawing borders …</source>
   <translation>正在勾绘界线…</translation>
  </message>
  <message>
   <source>Drawing control lines and plans …</source>
   <translation>正在划定控制线和各类规划…</translation>
  </message>
  <message>
   <source>Drawing table</source>
   <translation>片区绘制</translation>
  </message>
  <message>
   <source>Drawing table …</source>
   <translation>片区绘制…</translation>
  </message>
  <message>
   <source>Drawing the township districts …</source>
   <translation>正在划分镇级片区…</translation>
  </message>
  <message>
   <source>Drawing the village districts …</source>
   <translation>正在划分村级片区…</translation>
  </message>
  <message>
   <source>Drawing with district {district}.</source>
   <translation>当前绘制片区 {district}。</translation>
  </message>
  <message>
   <source>Drawing with none.</source>
   <translation>当前绘制：移出片区。</translation>
  </message>
  <message>
   <source>Drawing …</source>
   <translation>正在绘制……</translation>
  </message>
  <message>
   <source>Drawing: township districts</source>
   <translation>绘制：镇级片区</translation>
  </message>
  <message>
   <source>Drawing: village districts</source>
   <translation>绘制：村级片区</translation>
  </message>
  <message>
   <source>Draws about twice as fast what the lines touch. The summary and the area of the pieces hold all the ground as ever.</source>
   <translation>只生成被控制线覆盖的碎片，速度约快一倍；汇总表和碎片总面积仍包含全部面积。</translation>
  </message>
  <message>
   <source>Due</source>
   <translation>办理期限</translation>
  </message>
  <message>
   <source>Earlier ledger</source>
   <translation>原台账</translation>
  </message>
  <message>
   <source>Ecological redline</source>
   <translation>生态保护红线</translation>
  </message>
  <message>
   <source>Ecological redline (STBHHX)</source>
   <translation>生态保护红线（STBHHX）</translation>
  </message>
  <message>
   <source>Ecological restoration</source>
   <translation>生态修复</translation>
  </message>
  <message>
   <source>Edit the indicators …</source>
   <translation>编辑指标目录…</translation>
  </message>
  <message>
   <source>Edit {edit}, which answers it, was undone: do it again, or choose another.</source>
   <translation>答复该意见的第 {edit} 号修改已撤销：请重做该修改，或另选一项修改。</translation>
  </message>
  <message>
   <source>Effort</source>
   <translation>计算强度</translation>
  </message>
  <message>
   <source>Empty</source>
   <translation>空片区</translation>
  </message>
  <message>
   <source>Empty: EFFORT alone ends the search, and the same input gives the same plan. Else it ends then at the latest, with the best plan found until then; the log says so.</source>
   <translation>留空：搜索只由 EFFORT（计算强度）决定何时结束，相同输入得到相同方案。填写后，最迟到时结束，给出截至当时的最优方案，并在日志中说明。</translation>
  </message>
  <message>
   <source>Empty: JSMJ or area_m2.</source>
   <translation>留空则取 JSMJ 或 area_m2。</translation>
  </message>
  <message>
   <source>Empty: as the catalogue says (8 townships, 113 villages).</source>
   <translation>留空按目录（乡镇 8 个，村 113 个）。</translation>
  </message>
  <message>
   <source>Empty: class_code or DLBM.</source>
   <translation>留空：class_code 或 DLBM。</translation>
  </message>
  <message>
   <source>Empty: class_code, GHFLDM, YDYHFLDM or DLBM.</source>
   <translation>留空：class_code、GHFLDM、YDYHFLDM 或 DLBM。</translation>
  </message>
  <message>
   <source>Empty: code or XZQDM.</source>
   <translation>留空则取 code 或 XZQDM。</translation>
  </message>
  <message>
   <source>Empty: code, XMDM, DKBH …, else the name.</source>
   <translation>留空：code、XMDM、DKBH……，没有时用名称。</translation>
  </message>
  <message>
   <source>Empty: code, ZLDWDM or XZQDM.</source>
   <translation>留空：code、ZLDWDM 或 XZQDM。</translation>
  </message>
  <message>
   <source>Empty: each unit counts 1.</source>
   <translation>留空：每个单元计 1。</translation>
  </message>
  <message>
   <source>Empty: no limit.</source>
   <translation>留空：不限。</translation>
  </message>
  <message>
   <source>Empty: parcel_id, BSM or TBBH where filled and unique, else the feature's number.</source>
   <translation>留空：依次取无空值且唯一的 parcel_id、BSM、TBBH，否则取要素编号。</translation>
  </message>
  <message>
   <source>Empty: parcels are not cut by units; unit_code is what the parcel's own unit field says.</source>
   <translation>留空：图斑不按单元切割；unit_code 取图斑自身单元字段的值。</translation>
  </message>
  <message>
   <source>Empty: the control areas of the highest level stand as they are.</source>
   <translation>留空则最高一级的控制面积保持不变。</translation>
  </message>
  <message>
   <source>Empty: the database’s own, else statistics.json.</source>
   <translation>空：用数据库自己的，没有则用 statistics.json。</translation>
  </message>
  <message>
   <source>Empty: the database’s own, else the shipped one.</source>
   <translation>空：用数据库自己的，没有则用自带的。</translation>
  </message>
  <message>
   <source>Empty: the date kept in the database, else the present month.</source>
   <translation>留空：采用数据库中的日期，数据库中没有时为当月。</translation>
  </message>
  <message>
   <source>Empty: the date kept with the county, else the present month on the maps</source>
   <translation>留空：用县数据库中的日期；没有时图上用当前年月</translation>
  </message>
  <message>
   <source>Empty: the latest year that the county has figures of.</source>
   <translation>留空：本县已有数据的最近年份。</translation>
  </message>
  <message>
   <source>Empty: the layouts of the open project, where it holds some of this county.</source>
   <translation>留空：当前打开的工程如有本县图集的布局，就用它们。</translation>
  </message>
  <message>
   <source>Empty: the name of the layer.</source>
   <translation>留空：图层名。</translation>
  </message>
  <message>
   <source>Empty: today.</source>
   <translation>留空：今天。</translation>
  </message>
  <message>
   <source>Empty: unit_code is what the parcel's own unit field says.</source>
   <translation>留空：unit_code 取图斑自身的单元字段。</translation>
  </message>
  <message>
   <source>End the round</source>
   <translation>结束轮次</translation>
  </message>
  <message>
   <source>Ends of roads nearer than this to another road's end or middle are joined to it.</source>
   <translation>道路端点与另一道路的端点或中部距离小于此值时相接。</translation>
  </message>
  <message>
   <source>English</source>
   <translation>英文名</translation>
  </message>
  <message>
   <source>Enter an opinion (Ctrl+N)</source>
   <translation>录入一条意见（Ctrl+N）</translation>
  </message>
  <message>
   <source>Entropy</source>
   <translation>熵权法</translation>
  </message>
  <message>
   <source>Entry</source>
   <translation>条目</translation>
  </message>
  <message>
   <source>Equal</source>
   <translation>等权</translation>
  </message>
  <message>
   <source>Evaluate a plan</source>
   <translation>方案评价</translation>
  </message>
  <message>
   <source>Every district holds one of these units (yes/no field)</source>
   <translation>每个片区至少含一个此类单元（是/否字段）</translation>
  </message>
  <message>
   <source>Every district is in one piece.</source>
   <translation>各片区均连片。</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>全部人员</translation>
  </message>
  <message>
   <source>Everybody has signed.</source>
   <translation>各方均已签署。</translation>
  </message>
  <message>
   <source>Everybody has signed: close the round.</source>
   <translation>各方均已签署，可以结束本轮。</translation>
  </message>
  <message>
   <source>Everything</source>
   <translation>全部事项</translation>
  </message>
  <message>
   <source>Excel workbook (*.xlsx)</source>
   <translation>Excel 工作簿 (*.xlsx)</translation>
  </message>
  <message>
   <source>Excel workbook (*.xlsx);;Text table (*.csv);;GeoPackage (*.gpkg);;Shapefile (*.shp)</source>
   <translation>Excel 工作簿 (*.xlsx);;文本表格 (*.csv);;GeoPackage (*.gpkg);;Shapefile (*.shp)</translation>
  </message>
  <message>
   <source>Exceptions: {exceptions}</source>
   <translation>例外：{exceptions}</translation>
  </message>
  <message>
   <source>Exchange the districts of two selected units</source>
   <translation>对调选中的两个单元所属片区</translation>
  </message>
  <message>
   <source>Expert 1</source>
   <translation>专家1</translation>
  </message>
  <message>
   <source>Expert {expert}: {problem}</source>
   <translation>专家 {expert}：{problem}</translation>
  </message>
  <message>
   <source>Exponent of travel under gravity (empty: as the rules say)</source>
   <translation>引力模型的行程指数（空：按规则目录）</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>导出</translation>
  </message>
  <message>
   <source>Export a form to be filled in</source>
   <translation>导出填报表</translation>
  </message>
  <message>
   <source>Export an assignment</source>
   <translation>导出片区划分</translation>
  </message>
  <message>
   <source>Export atlas</source>
   <translation>输出图集</translation>
  </message>
  <message>
   <source>Export districts</source>
   <translation>导出片区划分</translation>
  </message>
  <message>
   <source>Export districts …</source>
   <translation>导出片区划分…</translation>
  </message>
  <message>
   <source>Export opinions and forms</source>
   <translation>导出意见和征求表</translation>
  </message>
  <message>
   <source>Export the catalogue</source>
   <translation>导出目录</translation>
  </message>
  <message>
   <source>Export …</source>
   <translation>导出…</translation>
  </message>
  <message>
   <source>FLOWS needs three columns: from_code, to_code, value.</source>
   <translation>FLOWS 须有三列：from_code、to_code、value。</translation>
  </message>
  <message>
   <source>FLOWS, field {field}, row {row}: not a number of 0 or more.</source>
   <translation>FLOWS，字段 {field}，第 {row} 行：不是大于等于 0 的数。</translation>
  </message>
  <message>
   <source>FORM names no table that can be filled in: {form}. Choose from: {known}.</source>
   <translation>FORM 指定的不是可填报的表：{form}。可选：{known}。</translation>
  </message>
  <message>
   <source>FORMATS names no format. Choose from: {formats}.</source>
   <translation>FORMATS 没有指定格式。可选：{formats}。</translation>
  </message>
  <message>
   <source>Facilities</source>
   <translation>设施</translation>
  </message>
  <message>
   <source>Facilities, roads and projects</source>
   <translation>设施与交通</translation>
  </message>
  <message>
   <source>Field map</source>
   <translation>字段对照表</translation>
  </message>
  <message>
   <source>Field map (*.json)</source>
   <translation>字段对照表 (*.json)</translation>
  </message>
  <message>
   <source>Field map {file}, {role}: there is nothing called {target} to map. It may be: {targets}.</source>
   <translation>字段对照表 {file}，{role}：没有可对照的项 {target}。可用项：{targets}。</translation>
  </message>
  <message>
   <source>Field map {file}: {role} is no role of a layer. Roles are: {roles}.</source>
   <translation>字段对照表 {file}：没有图层类别 {role}。可用类别：{roles}。</translation>
  </message>
  <message>
   <source>Field of types decided by the user</source>
   <translation>用户确定的类型字段</translation>
  </message>
  <message>
   <source>Field with the kind of project</source>
   <translation>项目类型字段</translation>
  </message>
  <message>
   <source>Field with the project's code or name</source>
   <translation>项目代码或名称字段</translation>
  </message>
  <message>
   <source>Field {field} is the same everywhere and says nothing of similarity.</source>
   <translation>字段 {field} 各处相同，不能反映相似性。</translation>
  </message>
  <message>
   <source>Field {field} is {found} characters long; the standard asks for {wanted}.</source>
   <translation>字段 {field} 长度为 {found}，标准要求 {wanted}。</translation>
  </message>
  <message>
   <source>Field {field} is {found}; the standard asks for {wanted}.</source>
   <translation>字段 {field} 为{found}，标准要求{wanted}。</translation>
  </message>
  <message>
   <source>Field {field} of layer {layer} adds up to {sum:,.2f} m² in {unit}; its control area is {whole:,.2f} m². Balance the areas.</source>
   <translation>图层 {layer} 字段 {field} 在 {unit} 内合计 {sum:,.2f} 平方米，控制面积为 {whole:,.2f} 平方米。请进行面积平差。</translation>
  </message>
  <message>
   <source>Field {field}: missing values of {units} count as the worst of the other units ({value}).</source>
   <translation>字段 {field}：{units} 的缺失值按其他单元的最差值（{value}）计。</translation>
  </message>
  <message>
   <source>Field {field}: missing values of {units} were replaced by the median of the other units.</source>
   <translation>字段 {field}：{units} 的缺失值以其余单元的中位数代替。</translation>
  </message>
  <message>
   <source>Field {field}: {value} occurs {count} times. Give each row its own.</source>
   <translation>字段 {field}：{value} 出现 {count} 次。每行应有唯一的值。</translation>
  </message>
  <message>
   <source>Fields of which the logarithm is taken first (empty: as the catalogue says)</source>
   <translation>先取对数的字段（留空：按目录）</translation>
  </message>
  <message>
   <source>Fields where less is better (empty: as the catalogue says)</source>
   <translation>负向指标字段（留空按目录）</translation>
  </message>
  <message>
   <source>Figure</source>
   <translation>指标</translation>
  </message>
  <message>
   <source>Figure, {unit}</source>
   <translation>数值（{unit}）</translation>
  </message>
  <message>
   <source>Figures</source>
   <translation>指标数值</translation>
  </message>
  <message>
   <source>Figures changed after the scores or districts were made: make them again, then read again.</source>
   <translation>评分或片区完成后数据有变动：请先重新评分、划分，再重新读取。</translation>
  </message>
  <message>
   <source>Figures missing</source>
   <translation>缺失数值个数</translation>
  </message>
  <message>
   <source>Figures proposed</source>
   <translation>建议值个数</translation>
  </message>
  <message>
   <source>Figures that are out of date</source>
   <translation>需更新的数字</translation>
  </message>
  <message>
   <source>Figures that are there</source>
   <translation>已有的数值</translation>
  </message>
  <message>
   <source>Figures that exist already</source>
   <translation>数据库中已有的数值</translation>
  </message>
  <message>
   <source>Figures that were not saved were left out, because the plan no longer has {units}.</source>
   <translation>方案中已没有 {units}，其未保存的数值已略去。</translation>
  </message>
  <message>
   <source>File {file} holds no table that can be read. Choose another.</source>
   <translation>文件 {file} 中没有可读取的表格，请选择其他文件。</translation>
  </message>
  <message>
   <source>File {file} is a web page or document, not a workbook, whatever its name says. Open it in Excel or WPS, save it as .xlsx and choose that file.</source>
   <translation>文件 {file} 实际是网页或文档，不是工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再选择。</translation>
  </message>
  <message>
   <source>File {file} is a workbook of another format (.ods or .xlsb). Open it in Excel, WPS or LibreOffice, save it as .xlsx and choose that file.</source>
   <translation>文件 {file} 是其他格式的工作簿（.ods 或 .xlsb）。请用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx 后再选择。</translation>
  </message>
  <message>
   <source>File {file} is a workbook of the old format .xls, whatever its name says. Open it in Excel or WPS, save it as .xlsx (“Excel workbook”) and choose that file.</source>
   <translation>文件 {file} 实际是旧格式 .xls 的工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx（“Excel 工作簿”），再选择该文件。</translation>
  </message>
  <message>
   <source>File {file} is empty. Choose another file.</source>
   <translation>文件 {file} 是空的。请选择其他文件。</translation>
  </message>
  <message>
   <source>File {file} is neither UTF-8 nor GB18030 text. Open it in Excel or WPS, save it as .xlsx and choose that file.</source>
   <translation>文件 {file} 既不是 UTF-8 也不是 GB18030 文本。请用 Excel 或 WPS 打开，另存为 .xlsx 后再选择。</translation>
  </message>
  <message>
   <source>File {file} is not a workbook. Choose a .xlsx or .csv file; if Excel or WPS can open it, save it there as .xlsx.</source>
   <translation>文件 {file} 不是工作簿。请选择 .xlsx 或 .csv 文件；如果 Excel 或 WPS 能打开它，请另存为 .xlsx。</translation>
  </message>
  <message>
   <source>File {path} does not exist. Check its name and folder.</source>
   <translation>文件 {path} 不存在，请核对文件名和所在文件夹。</translation>
  </message>
  <message>
   <source>File {path} does not exist. Choose a planning database made by importcounty.</source>
   <translation>文件 {path} 不存在。请选择由 importcounty 生成的规划数据库。</translation>
  </message>
  <message>
   <source>Fill</source>
   <translation>填充</translation>
  </message>
  <message>
   <source>Fill (F): all connected units of the district under the pointer</source>
   <translation>填充（F）：指针处片区内相连的全部单元</translation>
  </message>
  <message>
   <source>Find</source>
   <translation>查找</translation>
  </message>
  <message>
   <source>Find a township or village by code or name</source>
   <translation>按代码或名称查找乡镇、村</translation>
  </message>
  <message>
   <source>Find a word, a name or a code</source>
   <translation>查找文字、名称或代码</translation>
  </message>
  <message>
   <source>Find by name or code</source>
   <translation>按名称或代码查找</translation>
  </message>
  <message>
   <source>Find conflicts</source>
   <translation>分析冲突</translation>
  </message>
  <message>
   <source>Find conflicts again</source>
   <translation>重新分析冲突</translation>
  </message>
  <message>
   <source>Finding decided</source>
   <translation>质检问题已处理</translation>
  </message>
  <message>
   <source>Finding the conflicts of the plans …</source>
   <translation>正在分析多规冲突…</translation>
  </message>
  <message>
   <source>Findings</source>
   <translation>检查问题</translation>
  </message>
  <message>
   <source>Firm, %</source>
   <translation>稳健%</translation>
  </message>
  <message>
   <source>First plan</source>
   <translation>甲规</translation>
  </message>
  <message>
   <source>Flow</source>
   <translation>流动</translation>
  </message>
  <message>
   <source>Flow across borders</source>
   <translation>跨片区流量占比</translation>
  </message>
  <message>
   <source>Flow term</source>
   <translation>流动项</translation>
  </message>
  <message>
   <source>Flows between units</source>
   <translation>单元间流量</translation>
  </message>
  <message>
   <source>Flows between units (table)</source>
   <translation>单元间流量（表）</translation>
  </message>
  <message>
   <source>Fold</source>
   <translation>收起</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>文件夹</translation>
  </message>
  <message>
   <source>Folder of pictures</source>
   <translation>图片文件夹</translation>
  </message>
  <message>
   <source>Folder of the reports</source>
   <translation>报告文件夹</translation>
  </message>
  <message>
   <source>Folder of the workbooks</source>
   <translation>工作簿文件夹</translation>
  </message>
  <message>
   <source>Folder {path} cannot be made: {reason}. Choose another folder.</source>
   <translation>无法建立文件夹 {path}：{reason}。请另选文件夹。</translation>
  </message>
  <message>
   <source>Folder {path} does not exist. Create it or choose another.</source>
   <translation>文件夹 {path} 不存在。请新建或另选。</translation>
  </message>
  <message>
   <source>For balancing. Empty: JSMJ or area_m2.</source>
   <translation>用于平差。留空则取 JSMJ 或 area_m2。</translation>
  </message>
  <message>
   <source>For eastings without zone number only</source>
   <translation>仅用于横坐标不带带号时</translation>
  </message>
  <message>
   <source>For islands and exclaves: a table with two columns of unit codes.</source>
   <translation>用于岛屿和飞地：含两列单元代码的表。</translation>
  </message>
  <message>
   <source>Forget the kept weighting of this name</source>
   <translation>删除以此名称保存的权重方案</translation>
  </message>
  <message>
   <source>Forgotten: {name}</source>
   <translation>已删除：{name}</translation>
  </message>
  <message>
   <source>Form</source>
   <translation>填报表</translation>
  </message>
  <message>
   <source>Form (id of the table)</source>
   <translation>填报表（表的编号）</translation>
  </message>
  <message>
   <source>Form imported</source>
   <translation>导入填报表</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>格式</translation>
  </message>
  <message>
   <source>Formats</source>
   <translation>格式</translation>
  </message>
  <message>
   <source>Formats of the tables</source>
   <translation>表格的格式</translation>
  </message>
  <message>
   <source>Forms to fill in</source>
   <translation>填报表</translation>
  </message>
  <message>
   <source>Forms to fill in …</source>
   <translation>填报表…</translation>
  </message>
  <message>
   <source>Forms …</source>
   <translation>征求意见表…</translation>
  </message>
  <message>
   <source>Formula</source>
   <translation>计算公式</translation>
  </message>
  <message>
   <source>Freeze the plan as it stands and send it into the round in hand</source>
   <translation>固定当前方案成果，并提交本轮评审</translation>
  </message>
  <message>
   <source>From the county's own layers to township and village districts, checked, tabulated and printed. Try it on the sample county, or bring your own.</source>
   <translation>从本县自有图层到镇级、村级片区，检查、成表、出图。可先用示例县试用，也可导入自有数据。</translation>
  </message>
  <message>
   <source>Frozen {made} by {who}. Fingerprint of the content: {digest}</source>
   <translation>{who} 于 {made} 固定。内容校验码：{digest}</translation>
  </message>
  <message>
   <source>Function</source>
   <translation>主导功能</translation>
  </message>
  <message>
   <source>Further demands</source>
   <translation>其他要求</translation>
  </message>
  <message>
   <source>Further plans</source>
   <translation>其他规划</translation>
  </message>
  <message>
   <source>Further plans to choose from</source>
   <translation>另给备选方案数</translation>
  </message>
  <message>
   <source>Gap between objective and best plan known</source>
   <translation>目标值与已知最好方案的差距</translation>
  </message>
  <message>
   <source>Gap between objective and bound</source>
   <translation>目标值与下界的差距</translation>
  </message>
  <message>
   <source>Gap of {area:,.2f} m² between parcels {names}.</source>
   <translation>图斑 {names} 之间有 {area:,.2f} 平方米的缝隙。</translation>
  </message>
  <message>
   <source>Gap of {area:,.2f} m² between rows {rows}.</source>
   <translation>第 {rows} 行之间有 {area:,.2f} 平方米的缝隙。</translation>
  </message>
  <message>
   <source>Gap of {area:,.2f} m² between units {units}.</source>
   <translation>单元 {units} 之间有 {area:,.2f} m² 的缝隙。</translation>
  </message>
  <message>
   <source>Gap of {area:,.2f} m² that no row borders.</source>
   <translation>缝隙 {area:,.2f} 平方米，四周没有任何图形。</translation>
  </message>
  <message>
   <source>General</source>
   <translation>总体设置</translation>
  </message>
  <message>
   <source>GeoPackage (*.gpkg)</source>
   <translation>GeoPackage（*.gpkg）</translation>
  </message>
  <message>
   <source>Geological hazards</source>
   <translation>地质灾害隐患点</translation>
  </message>
  <message>
   <source>Give all districts colours anew</source>
   <translation>重新配置各片区颜色</translation>
  </message>
  <message>
   <source>Give back</source>
   <translation>交还建议</translation>
  </message>
  <message>
   <source>Give either INPUT (a layer of outlines) or COORDINATES (a boundary-point file): {found}. Fill in exactly one of them.</source>
   <translation>请给出 INPUT（范围图层）或 COORDINATES（界址点坐标文件）之一，现有：{found}。两者只填一个。</translation>
  </message>
  <message>
   <source>Give either a layer or table (INPUT) or a file (FILE).</source>
   <translation>请在图层或表格（INPUT）与文件（FILE）中给出且只给出一个。</translation>
  </message>
  <message>
   <source>Give the snapshot a name.</source>
   <translation>请填写快照名称。</translation>
  </message>
  <message>
   <source>Give the village this type, whatever the rules say</source>
   <translation>不论规则如何，将该村定为此类型</translation>
  </message>
  <message>
   <source>Given figures (table or sheet of a workbook)</source>
   <translation>给定的指标值（表格或工作簿的工作表）</translation>
  </message>
  <message>
   <source>Gives</source>
   <translation>贡献</translation>
  </message>
  <message>
   <source>Gives the townships or villages of a planning database as a layer, with what is known of them under a plan, for scoring, partition or mapping.

Fields: code, name, township_code and township_name (villages), kind, population, area_m2 (control area), one field per indicator (latest year), score, rank, district, parent_district (villages: the township district of their township), role, village_type and layout (villages: type, and place in the 1+X+Y layout), locked (the unit's district where that is locked).

PLAN is a number or a name; empty means the current plan. Where the plan does not exist yet, the planned fields are empty.</source>
   <translation>把规划数据库中的乡镇或村（社区）输出为图层，带上其在某一方案下的全部信息，供评价、划分片区或制图使用。

字段：code（代码）、name（名称）、township_code 和 township_name（村级：所属乡镇）、kind（类型）、population（人口）、area_m2（控制面积）、每项指标一个字段（最新年份）、score（得分）、rank（位次）、district（片区）、parent_district（村级：所属乡镇所在的镇级片区）、role（中心镇、中心村等）、village_type 和 layout（村级：村庄类型，以及在“1+X+Y”布局中的位置）、locked（所属片区已锁定时为该片区）。

PLAN 为方案编号或名称，留空为当前方案。方案尚不存在时，规划字段为空。</translation>
  </message>
  <message>
   <source>Go on editing</source>
   <translation>继续编辑</translation>
  </message>
  <message>
   <source>Go on in a copy of the plan; the plan itself stays (B)</source>
   <translation>在方案副本上继续，原方案不变（B）</translation>
  </message>
  <message>
   <source>Go there</source>
   <translation>转到该处</translation>
  </message>
  <message>
   <source>Go to the next finding (N)</source>
   <translation>转到下一个问题（N）</translation>
  </message>
  <message>
   <source>Go to the next open conflict (N)</source>
   <translation>转到下一个未处理的冲突（N）</translation>
  </message>
  <message>
   <source>Go to the next opinion (N)</source>
   <translation>转到下一条意见（N）</translation>
  </message>
  <message>
   <source>Go to the next part of it (M)</source>
   <translation>定位到该问题的下一处图形（M）</translation>
  </message>
  <message>
   <source>Go to the next problem (N)</source>
   <translation>转到下一处问题（N）</translation>
  </message>
  <message>
   <source>Go to the previous conflict (Shift+N)</source>
   <translation>转到上一个冲突（Shift+N）</translation>
  </message>
  <message>
   <source>Go to the previous finding (Shift+N)</source>
   <translation>转到上一个问题（Shift+N）</translation>
  </message>
  <message>
   <source>Go to the previous opinion (Shift+N)</source>
   <translation>转到上一条意见（Shift+N）</translation>
  </message>
  <message>
   <source>Go to the units that moved since the round was opened</source>
   <translation>定位到本轮开启后调整过的单元</translation>
  </message>
  <message>
   <source>Go to “{step}”</source>
   <translation>转到“{step}”</translation>
  </message>
  <message>
   <source>Greatest difference to balance (%)</source>
   <translation>允许平差的最大差值（%）</translation>
  </message>
  <message>
   <source>Green lights of the county</source>
   <translation>全县绿灯数</translation>
  </message>
  <message>
   <source>Ground that several units claim goes to the unit with whose code this field begins.</source>
   <translation>多个单元重叠的地块，归该字段所指（以其代码开头）的单元。</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>组别</translation>
  </message>
  <message>
   <source>Group, indicator</source>
   <translation>指标组、指标</translation>
  </message>
  <message>
   <source>Groups</source>
   <translation>分组</translation>
  </message>
  <message>
   <source>Groups are compared, but {names} belong to no group. Give them a group in the catalogue, or leave them out.</source>
   <translation>判断表比较了各分组，但 {names} 没有分组。请在目录中为其指定分组，或不选这些指标。</translation>
  </message>
  <message>
   <source>Hatched: units that often lie with other neighbours in the plans which are nearly as good as the one computed. A meeting should talk about them.</source>
   <translation>斜线标示：在与计算方案相差无几的方案中，常与其他相邻单元划在一起的单元，宜在会上讨论。</translation>
  </message>
  <message>
   <source>Hazard points</source>
   <translation>地质灾害隐患点</translation>
  </message>
  <message>
   <source>Hazards</source>
   <translation>地质灾害隐患点</translation>
  </message>
  <message>
   <source>Header</source>
   <translation>表头</translation>
  </message>
  <message>
   <source>Headers</source>
   <translation>表头</translation>
  </message>
  <message>
   <source>Headers ({count}, {open} open)</source>
   <translation>表头（{count} 个，{open} 个待定）</translation>
  </message>
  <message>
   <source>Headers in workbooks</source>
   <translation>统计表中的表头</translation>
  </message>
  <message>
   <source>Held</source>
   <translation>会议日期</translation>
  </message>
  <message>
   <source>Held by {user}</source>
   <translation>当前编辑人：{user}</translation>
  </message>
  <message>
   <source>Hidden rows were read like the others: {rows}. See that their figures are meant.</source>
   <translation>隐藏的行与其他行一样已读取：{rows}。请核对这些数值是否应当取用。</translation>
  </message>
  <message>
   <source>Hierarchy (lines)</source>
   <translation>体系联系线</translation>
  </message>
  <message>
   <source>Hierarchy (points)</source>
   <translation>体系节点</translation>
  </message>
  <message>
   <source>Hierarchy …</source>
   <translation>镇村体系…</translation>
  </message>
  <message>
   <source>How many times {row} matters more than {column}</source>
   <translation>{row} 相对于 {column} 的重要程度</translation>
  </message>
  <message>
   <source>How the round ends</source>
   <translation>本轮的评审结果</translation>
  </message>
  <message>
   <source>INDICATORS names {indicator}, which is not computed for level {level} but imported, or of the other level. Choose from: {known}.</source>
   <translation>INDICATORS 中的 {indicator} 在层级 {level} 不由图层计算，而是导入的指标，或属于另一层级。可选：{known}。</translation>
  </message>
  <message>
   <source>INDICATORS names {indicator}, which the catalogue does not list. Choose from: {known}.</source>
   <translation>INDICATORS 中的 {indicator} 不在目录中。可选：{known}。</translation>
  </message>
  <message>
   <source>Ids separated by commas, e.g. district_scheme,land_structure,projects. The last column of 目录.csv (format csv) gives the id of every table; an unknown id is answered with all of them.</source>
   <translation>表格标识以逗号分隔，例如 district_scheme,land_structure,projects。各表标识见 目录.csv（csv 格式）最后一列；写错标识时会列出全部标识。</translation>
  </message>
  <message>
   <source>Import</source>
   <translation>导入</translation>
  </message>
  <message>
   <source>Import a catalogue</source>
   <translation>导入目录</translation>
  </message>
  <message>
   <source>Import a form</source>
   <translation>导入填报表</translation>
  </message>
  <message>
   <source>Import an assignment</source>
   <translation>导入片区划分</translation>
  </message>
  <message>
   <source>Import county</source>
   <translation>导入县级数据</translation>
  </message>
  <message>
   <source>Import districts</source>
   <translation>导入片区划分</translation>
  </message>
  <message>
   <source>Import districts …</source>
   <translation>导入片区划分…</translation>
  </message>
  <message>
   <source>Import judgements</source>
   <translation>导入判断矩阵</translation>
  </message>
  <message>
   <source>Import layers …</source>
   <translation>导入图层…</translation>
  </message>
  <message>
   <source>Import opinions</source>
   <translation>导入意见</translation>
  </message>
  <message>
   <source>Import questionnaires</source>
   <translation>导入问卷</translation>
  </message>
  <message>
   <source>Import statistics</source>
   <translation>导入统计表</translation>
  </message>
  <message>
   <source>Import statistics …</source>
   <translation>导入统计表…</translation>
  </message>
  <message>
   <source>Import without the bad rows</source>
   <translation>略过有误的行导入</translation>
  </message>
  <message>
   <source>Import {count} figures</source>
   <translation>导入 {count} 个数值</translation>
  </message>
  <message>
   <source>Import {count} rows</source>
   <translation>导入 {count} 行</translation>
  </message>
  <message>
   <source>Import …</source>
   <translation>导入…</translation>
  </message>
  <message>
   <source>Imported and saved: {count} units change district.</source>
   <translation>已导入并保存：{count} 个单元改变片区。</translation>
  </message>
  <message>
   <source>Imported: {fresh} new figures, {replaced} replaced, {same} were there already, {left} stay as they were.</source>
   <translation>已导入：新增 {fresh} 个，替换 {replaced} 个，已有相同 {same} 个，保持原值 {left} 个。</translation>
  </message>
  <message>
   <source>Imported: {new} new, {updated} filled in; {skipped} were there already; {bad} at fault.</source>
   <translation>已导入：新增 {new} 行，补充 {updated} 行；已有 {skipped} 行；有误 {bad} 行。</translation>
  </message>
  <message>
   <source>Importing the opinions …</source>
   <translation>正在导入意见…</translation>
  </message>
  <message>
   <source>Importing the questionnaires …</source>
   <translation>正在导入问卷…</translation>
  </message>
  <message>
   <source>Importing the statistics …</source>
   <translation>正在导入统计表…</translation>
  </message>
  <message>
   <source>Improve unlocked: townships</source>
   <translation>改进未锁定部分：镇级片区</translation>
  </message>
  <message>
   <source>Improve unlocked: villages</source>
   <translation>改进未锁定部分：村级片区</translation>
  </message>
  <message>
   <source>Improving the unlocked township districts …</source>
   <translation>正在改进未锁定的镇级片区…</translation>
  </message>
  <message>
   <source>Improving the unlocked village districts …</source>
   <translation>正在改进未锁定的村级片区…</translation>
  </message>
  <message>
   <source>In A</source>
   <translation>甲：片区</translation>
  </message>
  <message>
   <source>In B</source>
   <translation>乙：片区</translation>
  </message>
  <message>
   <source>In hand</source>
   <translation>当前权重</translation>
  </message>
  <message>
   <source>In the toolbox</source>
   <translation>在工具箱中打开</translation>
  </message>
  <message>
   <source>In which review round it was given</source>
   <translation>在哪一轮评审中提出</translation>
  </message>
  <message>
   <source>Indicator</source>
   <translation>指标</translation>
  </message>
  <message>
   <source>Indicator catalogue</source>
   <translation>指标目录</translation>
  </message>
  <message>
   <source>Indicator fields (empty: all that the catalogue knows)</source>
   <translation>指标字段（留空为目录中的全部指标）</translation>
  </message>
  <message>
   <source>Indicator values</source>
   <translation>指标值</translation>
  </message>
  <message>
   <source>Indicator values saved</source>
   <translation>保存指标值</translation>
  </message>
  <message>
   <source>Indicators</source>
   <translation>指标</translation>
  </message>
  <message>
   <source>Indicators (table)</source>
   <translation>统计指标（表）</translation>
  </message>
  <message>
   <source>It has a due date, but nobody is responsible.</source>
   <translation>已定办理期限，但未定责任单位。</translation>
  </message>
  <message>
   <source>It is among the first {top} whichever indicator is left out.</source>
   <translation>无论去掉哪个指标，都在前 {top} 之列。</translation>
  </message>
  <message>
   <source>It is not among the first {top} whichever indicator is left out.</source>
   <translation>无论去掉哪个指标，都不在前 {top} 之列。</translation>
  </message>
  <message>
   <source>It is not said what is decided. Choose a decision, then save it.</source>
   <translation>未填写处理意见。请选择处理意见后再保存。</translation>
  </message>
  <message>
   <source>Its due date {due} has passed.</source>
   <translation>办理期限 {due} 已过。</translation>
  </message>
  <message>
   <source>Its overlay of parcels and control lines is used where it is up to date.</source>
   <translation>该方案的图斑与管控线叠加结果未过期时直接采用。</translation>
  </message>
  <message>
   <source>Its part of the sum of squared deviations from the districts’ means; less is more alike</source>
   <translation>本片区各单元特征值与片区均值之差的平方和；越小越相似</translation>
  </message>
  <message>
   <source>JSON files (*.json)</source>
   <translation>JSON 文件 (*.json)</translation>
  </message>
  <message>
   <source>Join</source>
   <translation>调入</translation>
  </message>
  <message>
   <source>Joining parcels …</source>
   <translation>正在合并图斑…</translation>
  </message>
  <message>
   <source>Joins whole units into exactly the number of districts asked for. Every district is connected over shared borders, and every limit and rule that is given is kept; where that cannot be done, a message says why and nothing is written.

Among the plans that keep the rules it looks for the least objective: similarity (spread of the chosen fields inside districts), compactness (people's squared distance to the district's centre unit), boundary (neighbouring pairs that are parted), flow (share that leaves its district) and stability (units that leave the company of an older plan), each divided by its value for undivided parents and weighted.

BOUND is a proven lower bound of the objective, GAP what may be left to gain; PROVEN says that nothing better exists. EFFORT sets how much work is done, never how long.

Gives the units with a field district (“1”, “2” … from north-west to south-east; below a parent “&lt;parent&gt;-01” …; locked districts keep their codes) and the districts with their figures.</source>
   <translation>把整个单元拼合成恰好所要数目的片区。每个片区沿公共边界连成一片，给出的每项限制和规则都得到遵守；做不到时说明原因，不写出任何结果。

在遵守规则的方案中寻找目标值最小的方案：相似性（所选字段在片区内部的离散程度）、紧凑性（居民到片区中心单元距离的平方）、边界（被分开的相邻单元对）、流动（离开本片区的流量份额）、稳定性（脱离旧方案同伴的单元），各项除以上级片区不划分时的值，再乘以权重。

BOUND 是经证明的目标值下界，GAP 是还可能改进的余地；PROVEN 表示不存在更好的方案。EFFORT 规定计算量，从不规定时间。

输出带 district 字段的单元（从西北到东南编号“1”“2”……；有上级片区时为“&lt;上级&gt;-01”……；锁定的片区保留原编号），以及带各项数字的片区。</translation>
  </message>
  <message>
   <source>Judgements (AHP)</source>
   <translation>判断矩阵（AHP）</translation>
  </message>
  <message>
   <source>Judgements between indicators of different groups were left aside: {pairs}. Groups are compared with groups, indicators within their group.</source>
   <translation>不同分组指标之间的判断未采用：{pairs}。分组与分组比较，指标在组内比较。</translation>
  </message>
  <message>
   <source>Judgements missing: {count}.</source>
   <translation>尚缺 {count} 项判断。</translation>
  </message>
  <message>
   <source>Judgements of further experts, a table each</source>
   <translation>其他专家的判断，每人一张表</translation>
  </message>
  <message>
   <source>Judgements of {who}</source>
   <translation>判断矩阵_{who}</translation>
  </message>
  <message>
   <source>Judgements on {names} were left aside: these are not scored here.</source>
   <translation>{names} 不参与本次评分，相关判断未采用。</translation>
  </message>
  <message>
   <source>Judgements saved</source>
   <translation>保存专家判断</translation>
  </message>
  <message>
   <source>Judgements that contradict themselves</source>
   <translation>不一致的判断如何处理</translation>
  </message>
  <message>
   <source>Judges a plan, drawn by hand or computed, by the same rules and the same objective as “Partition into districts”.

Gives a row per district with its figures, and the findings: every broken rule with the district and the unit. Rules are unassigned, number, contiguity, nesting, population, units, contains, crossing, together, apart, centre and lock. Broken plans and units without a district are judged as well.

VALID says that no rule is broken. BOUND is a proven lower bound of the objective.

EFFORT other than none also looks for the best plan under the same rules, as “Partition into districts” does with that effort: BEST is the least objective known (the plan's own, if it is valid and nothing better is found), GAP_TO_BEST what share of the plan's objective could be gained. A broken plan may lie below BEST: rules have their price.</source>
   <translation>按照与“划分片区”相同的规则和目标评价一个方案，无论是手工绘制的还是计算得出的。

输出每个片区一行的各项数字，以及检查结果：每条被违反的规则及其片区和单元。规则有 unassigned、number、contiguity、nesting、population、units、contains、crossing、together、apart、centre 和 lock。违反规则的方案和没有片区的单元同样得到评价。

VALID 表示没有违反任何规则。BOUND 是经证明的目标值下界。

EFFORT 不为 none 时，还会在相同规则下按该计算量像“划分片区”那样寻找最好的方案：BEST 是已知的最小目标值（方案有效且没有找到更好的，即为其自身的值），GAP_TO_BEST 是该方案目标值中还可改进的份额。违反规则的方案可能低于 BEST：遵守规则是有代价的。</translation>
  </message>
  <message>
   <source>KIND={kind} keeps the table with all its columns. Leave VALUE_FIELD empty instead of {field}.</source>
   <translation>KIND={kind} 按各列原名保存整张表，VALUE_FIELD 请留空，不要填 {field}。</translation>
  </message>
  <message>
   <source>Keep as …, then Enter</source>
   <translation>另存为…，按回车</translation>
  </message>
  <message>
   <source>Keep in the county</source>
   <translation>存入项目库</translation>
  </message>
  <message>
   <source>Keep it in the county's database; what is computed next uses it</source>
   <translation>保存到本县数据库，此后的计算即采用</translation>
  </message>
  <message>
   <source>Keep the answers for next year</source>
   <translation>保存答复，供下一年使用</translation>
  </message>
  <message>
   <source>Keep the certain figures in the county's database</source>
   <translation>把确定无误的数值存入本县数据库</translation>
  </message>
  <message>
   <source>Keep the figure in hand whatever is proposed, or let it go</source>
   <translation>锁定当前数值，不随建议改变；再次点击则解除</translation>
  </message>
  <message>
   <source>Keep the good rows in the county's database</source>
   <translation>把无误的行存入县数据库</translation>
  </message>
  <message>
   <source>Keep the plan as it is now, both levels; it cannot be changed</source>
   <translation>将方案现状（两级）存为快照，快照不可更改</translation>
  </message>
  <message>
   <source>Keep the table with the plan</source>
   <translation>把分解表存入方案</translation>
  </message>
  <message>
   <source>Keep these weights under a name, to compare them with others</source>
   <translation>以名称保存当前权重，供方案对比</translation>
  </message>
  <message>
   <source>Keeps a result with a plan of a planning database, in place of the plan's earlier one of that kind and level. The plan is made where its name is new; empty means the current plan.

KIND says what INPUT holds, and which fields are taken where none is named:
assignment: code, district (units to districts); also stability (from partitiondistricts). Village districts must stay inside township districts.
score: code, score; also rank and score_&lt;group&gt; where there.
weight: indicator, weight.
stability: code, top_share; also best_rank, worst_rank, share_&lt;kind of trial&gt;, decides, decided_rank.
centre: code, role (central_town, sub_central_town, central_village or empty); also reason, figures.
land_area: unit_code, area_m2; also class_code, constraints, net_area_m2 (the summary of overlayconstraints).
land_change: unit_code (villages), class_code, settlement_code, planned_class, constraints, area_m2; also planned, planned_version (from comparelanduse).
finding: unit_code, message; also key, rule, severity, layer, and the geometry (from checkdata).
conflict: unit_code, area_m2; also all fields of the ledger and the geometry (from detectconflicts). Conflicts found again keep their key and what was decided on them.
indicator: code, indicator, value; also year, source. Or a row per unit with a field per indicator. Figures take the place of earlier ones of the same unit, indicator and year.
judgement: row, column, value; also expert. An expert's judgements take the place of the earlier ones.
village_type: code, village_type; also type_rule, type_reason, next_type, next_distance, layout (central, retained, neither), decided_by_user. Types that were decided by hand are kept.
quota: unit_code, value; also level, parent, indicator and the other fields of passdownquotas.
target: code, value and the other fields of tracktargets.
target_actual: code, year, value; also unit_code (empty: the whole county), source.
Indicators, judgements and target_actual belong to the county: PLAN is not needed.

Unknown, repeated and missing unit codes are refused. Units that are left out are named in a warning.</source>
   <translation>把成果存入规划数据库的某一方案，替换该方案同类、同级的原成果。方案名称为新名称时新建方案；留空为当前方案。

KIND 说明 INPUT 的内容，以及未指定字段时采用的字段：
assignment（片区归属）：code、district；另可有 stability（来自 partitiondistricts）。村级片区不得跨镇级片区。
score（得分）：code、score；有 rank 和 score_&lt;组&gt; 时一并保存。
weight（权重）：indicator、weight。
stability（稳定性）：code、top_share；有 best_rank、worst_rank、share_&lt;试验种类&gt;、decides、decided_rank 时一并保存。
centre（中心镇、中心村）：code、role（central_town 中心镇、sub_central_town 副中心镇、central_village 中心村，或空）；有 reason、figures 时一并保存。
land_area（地类面积）：unit_code、area_m2；以及 class_code、constraints、net_area_m2（overlayconstraints 的汇总表）。
land_change：unit_code（村）、class_code、settlement_code、planned_class、constraints、area_m2；另可有 planned、planned_version（来自 comparelanduse）。
finding（检查结果）：unit_code、message；以及 key、rule、severity、layer 和图形（checkdata 的结果）。
conflict（冲突图斑）：unit_code、area_m2；以及台账的全部字段和图形（detectconflicts 的结果）。再次发现的冲突保留原标识和处理意见。
indicator（指标值）：code、indicator、value；以及 year、source。也可以每个单元一行、每项指标一个字段。同一单元、指标和年份的原数值被替换。
judgement（专家判断）：row、column、value；以及 expert。替换该专家原来的判断。
village_type（村庄类型）：code、village_type；以及 type_rule、type_reason、next_type、next_distance、layout（central 中心村、retained 保留村、neither 其他）、decided_by_user。人工确定的类型予以保留。
quota（指标分解）：unit_code、value；以及 level、parent、indicator 和 passdownquotas 的其他字段。
target（目标）：code、value，以及 tracktargets 的其他字段。
target_actual（目标实际值）：code、year、value；以及 unit_code（空：全县）、source。
indicator、judgement 和 target_actual 属于全县，不需要 PLAN。

未知、重复或缺失的单元代码不予保存。遗漏的单元在警告中列出。</translation>
  </message>
  <message>
   <source>Keeps every rule</source>
   <translation>符合全部规则</translation>
  </message>
  <message>
   <source>Kendall’s τ with TOPSIS {tau}</source>
   <translation>与 TOPSIS 的肯德尔 τ {tau}</translation>
  </message>
  <message>
   <source>Kendall’s τ {tau}</source>
   <translation>肯德尔 τ {tau}</translation>
  </message>
  <message>
   <source>Kept in the county's database as {name}.</source>
   <translation>已保存到县数据库：{name}。</translation>
  </message>
  <message>
   <source>Kept with the signature</source>
   <translation>与签署一并保存</translation>
  </message>
  <message>
   <source>Kept. The county has {count} projects now.</source>
   <translation>已存入。全县现有 {count} 个项目。</translation>
  </message>
  <message>
   <source>Kept: {name}</source>
   <translation>已存：{name}</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>快捷键</translation>
  </message>
  <message>
   <source>Keys of the drawing table</source>
   <translation>片区绘制快捷键</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>性质</translation>
  </message>
  <message>
   <source>Kind of answer</source>
   <translation>作答方式</translation>
  </message>
  <message>
   <source>Kind of result</source>
   <translation>成果类型</translation>
  </message>
  <message>
   <source>Kind of source</source>
   <translation>来源类别</translation>
  </message>
  <message>
   <source>Kinds in the layer</source>
   <translation>图层中的类型名</translation>
  </message>
  <message>
   <source>Kinds of facility, separated by commas, that are motorway entrances or railway stations.</source>
   <translation>视为高速出入口或铁路客站的设施类型，以逗号分隔。</translation>
  </message>
  <message>
   <source>Kinds of facility, separated by commas, that are the county seat. Empty: as in the catalogue.</source>
   <translation>视为县城的设施类型，以逗号分隔。留空：按地点目录。</translation>
  </message>
  <message>
   <source>Known by their layer's name, e.g. STBHHX, YJJBNT, GBZNT; each in place of the database's.</source>
   <translation>按图层名识别，如 STBHHX、YJJBNT、GBZNT；各自替代数据库中的同类管控线。</translation>
  </message>
  <message>
   <source>LAYOUT needs the townships of a planning database. Choose DATABASE, or no LAYOUT.</source>
   <translation>LAYOUT 需要规划数据库中的乡镇。请选择 DATABASE，或不输出 LAYOUT。</translation>
  </message>
  <message>
   <source>LINKS names units that layer {layer} does not hold: {codes}. Correct the codes.</source>
   <translation>LINKS 中的单元不在图层 {layer} 中：{codes}。请改正代码。</translation>
  </message>
  <message>
   <source>LINKS needs two columns with unit codes.</source>
   <translation>LINKS 须有两列单元代码。</translation>
  </message>
  <message>
   <source>Land class field</source>
   <translation>地类编码字段</translation>
  </message>
  <message>
   <source>Land classes</source>
   <translation>地类</translation>
  </message>
  <message>
   <source>Land survey classes</source>
   <translation>国土调查工作分类</translation>
  </message>
  <message>
   <source>Land use is not compared.</source>
   <translation>未进行用地对比。</translation>
  </message>
  <message>
   <source>Larger</source>
   <translation>放大</translation>
  </message>
  <message>
   <source>Larger brush</source>
   <translation>加大笔刷</translation>
  </message>
  <message>
   <source>Largest deviation (%)</source>
   <translation>最大偏差（%）</translation>
  </message>
  <message>
   <source>Largest deviation of a district's population from the mean</source>
   <translation>片区人口与平均值的最大偏差</translation>
  </message>
  <message>
   <source>Largest deviation of population, %</source>
   <translation>人口最大偏差（%）</translation>
  </message>
  <message>
   <source>Lay a project's outline over every control line, land class, sector plan and hazard of the county. Draw it on the map, paste or open its boundary points, or take selected features.</source>
   <translation>将项目用地范围与全县各条控制线、地类、相关规划和地质灾害隐患点叠加检测。可在图上绘制，粘贴或打开界址点坐标，也可取所选要素。</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>Layer facility has none of the kinds {kinds}; they are not counted.</source>
   <translation>设施图层（facility）中没有类型为 {kinds} 的设施，未计入。</translation>
  </message>
  <message>
   <source>Layer facility: {count} facilities have no capacity and count 0.</source>
   <translation>设施图层（facility）：{count} 处设施没有规模数值，按 0 计。</translation>
  </message>
  <message>
   <source>Layer or table</source>
   <translation>图层或表格</translation>
  </message>
  <message>
   <source>Layer {layer} does not say which village a parcel is in; the overlay will.</source>
   <translation>图层 {layer} 未注明图斑坐落的村，将由叠加分析确定。</translation>
  </message>
  <message>
   <source>Layer {layer} has neither a field indicator nor one named after an indicator of the catalogue. Give a row per figure (code, indicator, value), or a field per indicator.</source>
   <translation>图层 {layer} 既没有 indicator 字段，也没有以目录中的指标代码命名的字段。请每个数值一行（code、indicator、value），或每项指标一个字段。</translation>
  </message>
  <message>
   <source>Layer {layer} has no class for {area:,.2f} ha of the parcels' ground; planned_class is empty there, and the tables take it to stay as it is.</source>
   <translation>图层 {layer} 对 {area:,.2f} 公顷图斑没有规划地类；该处 planned_class 为空，各表按维持现状计。</translation>
  </message>
  <message>
   <source>Layer {layer} has no code field that is known by name ({aliases}). Choose the code field.</source>
   <translation>图层 {layer} 没有可按名称识别的代码字段（{aliases}）。请选择代码字段。</translation>
  </message>
  <message>
   <source>Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the layer with one), then run again.</source>
   <translation>图层 {layer} 没有坐标参考系。请在图层属性中设置坐标系（或另存为带坐标系的图层）后重新运行。</translation>
  </message>
  <message>
   <source>Layer {layer} has no features. Choose another layer or clear its filter.</source>
   <translation>图层 {layer} 没有要素。请另选图层或清除其筛选条件。</translation>
  </message>
  <message>
   <source>Layer {layer} has no features; it is left out.</source>
   <translation>图层 {layer} 没有要素，未导入。</translation>
  </message>
  <message>
   <source>Layer {layer} has no features; nothing could be found in it.</source>
   <translation>图层 {layer} 没有要素，未能从中检出任何内容。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field for {role} that is known by name ({aliases}). Rename the field.</source>
   <translation>图层 {layer} 没有可按名称识别的 {role} 字段（{aliases}）。请改字段名。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field of identifiers; features are numbered.</source>
   <translation>图层 {layer} 没有标识码字段，要素按顺序编号。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field of names; units are named by their codes.</source>
   <translation>图层 {layer} 没有名称字段，以代码作为名称。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field of the population; it stays empty.</source>
   <translation>图层 {layer} 没有人口字段，人口留空。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field recognised as {target} (it may be called {aliases}). Its fields are: {fields}. Name the right one in a field map (FIELD_MAP) under {role}, {target}.</source>
   <translation>图层 {layer} 中没有可识别为 {target} 的字段（可用名称：{aliases}）。现有字段：{fields}。请在字段对照表（FIELD_MAP）的 {role}、{target} 下指明。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field recognised as {target} (it may be called {aliases}). Its fields are: {fields}. Rename the right one.</source>
   <translation>图层 {layer} 中没有识别为 {target} 的字段（可命名为 {aliases}）。现有字段：{fields}。请修改相应字段名。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field {field}. Choose one of: {fields}.</source>
   <translation>图层 {layer} 没有字段 {field}。可选字段：{fields}。</translation>
  </message>
  <message>
   <source>Layer {layer} has no plan called {name}. Its plans are: {plans}.</source>
   <translation>图层 {layer} 中没有名为“{name}”的规划。现有规划：{plans}。</translation>
  </message>
  <message>
   <source>Layer {layer} has no polygons. Choose another layer or clear its filter.</source>
   <translation>图层 {layer} 没有面图形。请选择其他图层或取消筛选。</translation>
  </message>
  <message>
   <source>Layer {layer} has no rows: nothing is saved.</source>
   <translation>图层“{layer}”没有记录，未保存。</translation>
  </message>
  <message>
   <source>Layer {layer} has no settlement codes (CZCSXM): nothing can be told apart by city, town and village.</source>
   <translation>图层 {layer} 没有城镇村属性码（CZCSXM）：无法区分城市、建制镇和村庄。</translation>
  </message>
  <message>
   <source>Layer {layer} holds no indicators: it needs the fields {long} (a row per value), or a column per indicator named by its code or name. Its fields are: {fields}.</source>
   <translation>图层 {layer} 中没有指标：需要字段 {long}（每个值一行），或每项指标一列、以指标代码或名称命名。现有字段：{fields}。</translation>
  </message>
  <message>
   <source>Layer {layer} holds no line with a length. Choose the layer of road centre lines.</source>
   <translation>图层 {layer} 中没有长度大于 0 的线。请选择道路中心线图层。</translation>
  </message>
  <message>
   <source>Layer {layer} holds {count} plans ({plans}). Filter it to one of them, or leave INPUT_B empty to compare them with each other.</source>
   <translation>图层 {layer} 含 {count} 个规划（{plans}）。请筛选为其中一个，或不填 INPUT_B 使其相互比较。</translation>
  </message>
  <message>
   <source>Layer {layer} holds {count} plans ({plans}). Say by PLANNED_NAME which one is compared.</source>
   <translation>图层 {layer} 含有 {count} 个规划（{plans}）。请用 PLANNED_NAME 指明与哪一个对比。</translation>
  </message>
  <message>
   <source>Layer {layer} is in degrees ({crs}), which have no plane area. Choose AREA=ellipsoid, or reproject the layer to a projected system such as CGCS2000 3-degree Gauss-Kruger.</source>
   <translation>图层 {layer} 为经纬度坐标（{crs}），没有平面面积。请选择 AREA=ellipsoid，或先投影到 CGCS2000 3 度带高斯-克吕格等投影坐标系。</translation>
  </message>
  <message>
   <source>Layer {layer} is in degrees; the database is kept in {crs}.</source>
   <translation>图层 {layer} 为经纬度坐标；数据库采用 {crs}。</translation>
  </message>
  <message>
   <source>Layer {layer} is in {crs}; it was reprojected to the system of layer {target}.</source>
   <translation>图层 {layer} 的坐标系为 {crs}，已转换到图层 {target} 的坐标系。</translation>
  </message>
  <message>
   <source>Layer {layer} is said to be in degrees ({crs}), but its coordinates are not ({x}, {y}). Set its right coordinate reference system, then run again.</source>
   <translation>图层 {layer} 标为经纬度坐标（{crs}），但其坐标并非度（{x}, {y}）。请设置正确的坐标系后重新运行。</translation>
  </message>
  <message>
   <source>Layer {layer} is said to be in metres ({crs}), but its coordinates look like degrees ({x}, {y}). Set its right coordinate reference system, then run again.</source>
   <translation>图层 {layer} 标为投影坐标（{crs}），但其坐标像是经纬度（{x}, {y}）。请设置正确的坐标系后重新运行。</translation>
  </message>
  <message>
   <source>Layer {layer} lies wholly outside the villages. Check its coordinate reference system, or leave it out.</source>
   <translation>图层 {layer} 完全位于村级图层范围之外。请检查其坐标系，或不导入该图层。</translation>
  </message>
  <message>
   <source>Layer {layer} reprojected from {own} to {crs}.</source>
   <translation>图层 {layer} 已由 {own} 转换到 {crs}。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field} holds {count} values ({values}). Save what comparelanduse made of one planned layer.</source>
   <translation>图层 {layer} 的字段 {field} 有 {count} 个值（{values}）。请只保存 comparelanduse 对一个规划图层的结果。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field} is not kept: it holds other values than shares from 0 to 1.</source>
   <translation>图层{layer}的字段{field}未保存：其中有不在0至1之间的值。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}, row {row}: the amount is missing, a text or negative ({count} such rows). Enter a number or delete the row.</source>
   <translation>图层 {layer}，字段 {field}，第 {row} 行：数量缺失、为文字或为负数（共 {count} 行）。请填写数字或删除该行。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}, unit {unit}: no township is named ({count} such units). Enter the code of its township.</source>
   <translation>图层 {layer}，字段 {field}，单元 {unit}：未填写所属乡镇（共 {count} 个此类单元）。请填写所属乡镇代码。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}, unit {unit}: the population is {value}; {count} units have none, a text or a negative number. Enter a number of people for each unit.</source>
   <translation>图层 {layer}，字段 {field}，单元 {unit}：人口为{value}；共 {count} 个单元的人口缺失、为文字或为负数。请为每个单元填写人口数。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}, unit {unit}: there is no township {township} ({count} such units). Correct the code, or add the township to its layer.</source>
   <translation>图层 {layer}，字段 {field}，单元 {unit}：没有乡镇 {township}（共 {count} 个此类单元）。请更正代码，或在乡镇图层中补充该乡镇。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}, unit {unit}: {value} is not a number ({count} such values). Enter a number or leave it empty.</source>
   <translation>图层 {layer}，字段 {field}，单元 {unit}：{value} 不是数字（共 {count} 个此类值）。请填写数字或留空。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}, unit {unit}: {value} is not a number. Enter a number.</source>
   <translation>图层 {layer}，字段 {field}，单元 {unit}：{value} 不是数字。请填写数字。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: code {unit} occurs more than once ({count} such codes). Give each unit one row.</source>
   <translation>图层 {layer}，字段 {field}：代码 {unit} 重复出现（共 {count} 个此类代码）。请每个单元只保留一行。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: code {unit} occurs more than once ({count} such codes). Give each unit one row; join the parts of a unit with “Dissolve” first.</source>
   <translation>图层 {layer}，字段 {field}：代码 {unit} 重复出现（共 {count} 个此类代码）。请每个单元只保留一行；同一单元的多个部分请先用“融合”合并。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: empty at {units}. Every unit needs a value here.</source>
   <translation>图层 {layer}，字段 {field}：单元 {units} 为空。每个单元都须填写。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: figures in {unit} cannot be {target}, which is in {wanted}. Correct the unit or the field.</source>
   <translation>图层{layer}，字段{field}：以{unit}为单位的数值不可能是 {target}（单位为{wanted}）。请更正单位或字段。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: negative population at {units}. Correct it.</source>
   <translation>图层 {layer}，字段 {field}：单元 {units} 人口为负。请改正。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: neither true nor false at {units}. Use true and false, or 1 and 0.</source>
   <translation>图层 {layer}，字段 {field}：单元 {units} 既非真也非假。请用 true 和 false，或 1 和 0。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: no number at {units}. Fill in the value or choose another field.</source>
   <translation>图层 {layer}，字段 {field}：单元 {units} 没有数值。请补填或另选字段。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: no travel time for {pairs}. Fill it in or delete the rows.</source>
   <translation>图层 {layer} 字段 {field}：{pairs} 没有行程时间。请补填，或删除这些行。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: no value for units {codes}. Fill it in, or exclude the units.</source>
   <translation>图层 {layer} 字段 {field}：单元 {codes} 缺少数值。请补填，或排除这些单元。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: nobody lives in any unit, so that limits of population say nothing.</source>
   <translation>图层 {layer} 字段 {field}：所有单元人口均为 0，人口限制不起作用。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: none of its units is in the county ({names}). Check the field, and that codes kept their leading digits.</source>
   <translation>图层 {layer}，字段 {field}：没有一个单元属于本县（{names}）。请检查该字段，以及代码是否丢失了前面的数字。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: the county has no {level} with the code {codes} ({count} unknown). Check code field and level.</source>
   <translation>图层 {layer}，字段 {field}：本县 {level} 级没有代码为 {codes} 的单元（共 {count} 个未知代码）。请检查代码字段和级别。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: there is no logarithm of values below 0 ({cells}). Take {field} out of LOG_FIELDS, or set log to false in the catalogue.</source>
   <translation>图层 {layer}，字段 {field}：小于 0 的值不能取对数（{cells}）。请将 {field} 从 LOG_FIELDS 中去掉，或在目录中将 log 设为 false。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: travel time below 0 for {pairs}. Correct it.</source>
   <translation>图层 {layer} 字段 {field}：{pairs} 的行程时间小于 0。请改正。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: unit {unit} has {value}, which is neither yes nor no. Use true and false, or 1 and 0.</source>
   <translation>图层 {layer} 字段 {field}：单元 {unit} 的值 {value} 既非“是”也非“否”。请用 true 和 false，或 1 和 0。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: values that are not numbers ({cells}). Correct them or choose another field.</source>
   <translation>图层 {layer} 字段 {field}：含非数值（{cells}）。请改正或另选字段。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: village district {district} crosses the township districts {parents} ({count} such districts). Give partitiondistricts PARENT_FIELD=parent_district.</source>
   <translation>图层 {layer}，字段 {field}：村级片区 {district} 跨越镇级片区 {parents}（共 {count} 个此类片区）。请为 partitiondistricts 指定 PARENT_FIELD=parent_district。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} factors are not from 0 to below 1 ({names}); 0 is kept there.</source>
   <translation>图层 {layer}，字段 {field}：{count} 个扣除系数不在 0 至 1 之间（{names}），按 0 保存。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} features without an identifier; they are named after their row.</source>
   <translation>图层 {layer}，字段 {field}：{count} 个要素没有标识码，以行号命名。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} identifiers occur again ({names}); they were made unique by -2, -3 ….</source>
   <translation>图层 {layer}，字段 {field}：{count} 个标识码重复（{names}），已加 -2、-3 等后缀区分。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} neighbouring counties have no name; the atlas draws them without.</source>
   <translation>图层“{layer}”字段“{field}”：{count} 个相邻县没有名称，图集中不注记。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} parcels have no land class ({names}).</source>
   <translation>图层 {layer}，字段 {field}：{count} 个图斑没有地类（{names}）。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} parcels name no village of the county ({names}); their village is left empty.</source>
   <translation>图层 {layer}，字段 {field}：{count} 个图斑的坐落代码不对应本县任何村（{names}），其坐落留空。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} populations have fractions; rounded, their sum stays {total}.</source>
   <translation>图层 {layer}，字段 {field}：{count} 个人口数带小数，已取整，合计保持为 {total}。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} roads have a direction of traffic that is not known ({names}). Name it in the catalogue of speeds (one_way), or leave the field out by the field map; else travel over the roads cannot be measured.</source>
   <translation>图层 {layer} 字段 {field}：{count} 条道路的通行方向无法识别（{names}）。请在车速目录（one_way）中补充该写法，或在字段对照表中不取该字段；否则无法计算沿道路的通行时间。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} units have no code (first in row {row}). Give each unit its code.</source>
   <translation>图层 {layer}，字段 {field}：{count} 个单元没有代码（首个在第 {row} 行）。请为每个单元填写代码。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {count} values are not a number or year that can be used ({names}); they are left empty.</source>
   <translation>图层 {layer}，字段 {field}：有 {count} 个值不是可用的数字或年份（{names}），均留空。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {text} in its name is no unit of measure that is known, so its figures may be on another scale. Rename the field to its unit in brackets, or name it in a field map (FIELD_MAP) under {role}, {target}.</source>
   <translation>图层{layer}，字段{field}：名称中的“{text}”不是已知的计量单位，数值口径可能不同。请把字段名括号内改为其单位，或在字段对照表（FIELD_MAP）的 {role}、{target} 下指明该字段。</translation>
  </message>
  <message>
   <source>Layer {layer}, field {field}: {value} is no direction of traffic ({count} such roads). Use 0 both ways, 1 along the line, -1 against it, or name the value in the catalogue of speeds (one_way).</source>
   <translation>图层 {layer} 的 {field} 字段：{value} 不是通行方向（{count} 条道路）。请用 0 表示双向、1 表示顺线方向、-1 表示逆线方向，或在车速目录（one_way）中写明该值。</translation>
  </message>
  <message>
   <source>Layer {layer}, unit {unit}: its code begins with no township's and it lies in none ({count} such units). Correct the code, or add the township to its layer.</source>
   <translation>图层 {layer}，单元 {unit}：代码不以任何乡镇代码开头，位置也不在任何乡镇内（共 {count} 个此类单元）。请更正代码，或在乡镇图层中补充该乡镇。</translation>
  </message>
  <message>
   <source>Layer {layer}, unit {unit}: its township is not known ({count} such units). Give a layer of townships (TOWNSHIPS), or name the field with the township's code in a field map (FIELD_MAP) under village, township_code.</source>
   <translation>图层 {layer}，单元 {unit}：无法确定所属乡镇（共 {count} 个此类单元）。请提供乡镇图层（TOWNSHIPS），或在字段对照表（FIELD_MAP）的 village、township_code 下指明乡镇代码字段。</translation>
  </message>
  <message>
   <source>Layer {layer}, unit {unit}: {reason}. Draw its outline, or delete the row ({count} such units).</source>
   <translation>图层 {layer}，单元 {unit}：{reason}。请绘制其范围，或删除该行（共 {count} 个此类单元）。</translation>
  </message>
  <message>
   <source>Layer {layer}, village {village}: {type} is no village type of the list. Choose one of: {types}.</source>
   <translation>图层 {layer} 村庄 {village}：{type} 不在村庄类型清单中。请从以下选择：{types}。</translation>
  </message>
  <message>
   <source>Layer {layer}: each feature is kept as a point on it.</source>
   <translation>图层 {layer}：各要素以其上一点保存。</translation>
  </message>
  <message>
   <source>Layer {layer}: each of the fields {fields} may be {target}. Name the right one in a field map (FIELD_MAP) under {role}, {target}.</source>
   <translation>图层 {layer}：字段 {fields} 都可能是 {target}。请在字段对照表（FIELD_MAP）的 {role}、{target} 下指明。</translation>
  </message>
  <message>
   <source>Layer {layer}: field {field} has {count} repeated values (e.g. {examples}). Make them unique, or leave the parcel id field empty: then the feature's number is used.</source>
   <translation>图层 {layer}：字段 {field} 有 {count} 个重复值（如 {examples}）。请改为唯一值，或将图斑标识字段留空，改用要素编号。</translation>
  </message>
  <message>
   <source>Layer {layer}: field {field} has {count} values that are no decision (e.g. {example}). Write one of: {choices}; or leave it empty.</source>
   <translation>图层 {layer}：字段 {field} 有 {count} 个值不是有效的处理意见（如 {example}）。请填写 {choices} 之一，或留空。</translation>
  </message>
  <message>
   <source>Layer {layer}: field {field} has {count} values that are no numbers (e.g. {example}). Correct them, or choose another field.</source>
   <translation>图层 {layer}：字段 {field} 有 {count} 个值不是数字（如 {example}）。请更正，或另选字段。</translation>
  </message>
  <message>
   <source>Layer {layer}: field {field} is empty in {count} parcels (the first is feature {number}). Fill it in, or leave the parcel id field empty: then the feature's number is used.</source>
   <translation>图层 {layer}：字段 {field} 在 {count} 个图斑中为空（首个为第 {number} 个要素）。请补全，或将图斑标识字段留空，改用要素编号。</translation>
  </message>
  <message>
   <source>Layer {layer}: fields taken as {taken}.</source>
   <translation>图层 {layer}：字段识别为 {taken}。</translation>
  </message>
  <message>
   <source>Layer {layer}: figures of {field} are multiplied by {factor}, to be in the unit of {target}.</source>
   <translation>图层{layer}：字段{field}的数值乘以 {factor}，换算为 {target} 的单位。</translation>
  </message>
  <message>
   <source>Layer {layer}: its coordinates do not fit its reference system {crs}. Check the data, and import again with the right system.</source>
   <translation>图层 {layer}：坐标与其坐标参考系 {crs} 不符。请检查数据，用正确的坐标系重新导入。</translation>
  </message>
  <message>
   <source>Layer {layer}: no row is from one of the units to another (it has {found}, the units are {codes}). Check the code fields.</source>
   <translation>图层 {layer}：没有任何一行的起点和终点都是图层中的单元（表中有 {found}，单元为 {codes}）。请核对代码字段。</translation>
  </message>
  <message>
   <source>Layer {layer}: outlines that cross or touch themselves: {units}. They were repaired to find neighbours; mend them in the layer.</source>
   <translation>图层 {layer}：以下单元的界线自相交或自接触：{units}。已为判定邻接作临时修复，请在图层中改正。</translation>
  </message>
  <message>
   <source>Layer {layer}: polygons overlap by {area:,.2f} m²; that ground is counted once, for the first of them.</source>
   <translation>图层 {layer}：图斑相互重叠 {area:,.2f} 平方米；重叠部分只计一次，归在前的图斑。</translation>
  </message>
  <message>
   <source>Layer {layer}: the areas in field {field} differ from the ellipsoid areas by a common {share} %, as plane areas do; ellipsoid areas are kept.</source>
   <translation>图层 {layer}：字段 {field} 中的面积与椭球面积普遍相差 {share} %，应为平面面积；改用椭球面积。</translation>
  </message>
  <message>
   <source>Layer {layer}: the list {codes} has all of them; is it the right one?</source>
   <translation>图层 {layer}：代码表 {codes} 包含这些地类；是否应选用该表？</translation>
  </message>
  <message>
   <source>Layer {layer}: unit {unit} has indicator {indicator} more than once for one year ({count} such rows). Keep one of each.</source>
   <translation>图层 {layer}：单元 {unit} 的指标 {indicator} 在同一年份重复出现（共 {count} 行）。请各保留一行。</translation>
  </message>
  <message>
   <source>Layer {layer}: unit {unit}, class {land_class}, control lines “{constraints}” has more than one row ({count} such rows). Save the summary of overlayconstraints, not its pieces.</source>
   <translation>图层 {layer}：单元 {unit}、地类 {land_class}、控制线“{constraints}”不止一行（共 {count} 行重复）。请保存 overlayconstraints 的汇总表，而不是叠加图斑。</translation>
  </message>
  <message>
   <source>Layer {layer}: units overlap by {area:,.2f} m² in {count} pairs, most of it {first} and {second}. That ground is counted once: for the parcel's own unit, else for the lowest code.</source>
   <translation>图层 {layer}：{count} 对单元相互重叠，共 {area:,.2f} m²，重叠最多的是 {first} 与 {second}。重叠部分只计一次：归图斑坐落单位，否则归代码最小的单元。</translation>
  </message>
  <message>
   <source>Layer {layer}: units that lie on the ground of another unit: {units}. Check their outlines.</source>
   <translation>图层 {layer}：以下单元与其他单元重叠：{units}。请检查其界线。</translation>
  </message>
  <message>
   <source>Layer {layer}: units without a polygon: {units}. Draw their outline or leave them out.</source>
   <translation>图层 {layer}：没有面状图形的单元：{units}。请绘出其界线或剔除。</translation>
  </message>
  <message>
   <source>Layer {layer}: units {codes} have no outline. Draw them, or delete the rows.</source>
   <translation>图层 {layer}：单元 {codes} 没有边界图形。请补绘，或删除这些行。</translation>
  </message>
  <message>
   <source>Layer {layer}: values are missing (unit: field): {cells}. Fill them in, leave the indicator out, or let the catalogue allow the median or the worst value for it.</source>
   <translation>图层 {layer}：有缺失值（单元: 字段）：{cells}。请补全数据、不采用该指标，或在目录中允许该指标取中位数或最差值。</translation>
  </message>
  <message>
   <source>Layer {layer}: {area:,.2f} m² are planned more than once; that ground counts once, as the feature that comes first in the layer says.</source>
   <translation>图层 {layer}：{area:,.2f} 平方米被重复规划；该处只计一次，以图层中排在前面的要素为准。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} areas in field {field} are missing or off by more than 2 % ({names}); the ellipsoid area is kept there.</source>
   <translation>图层 {layer}：字段 {field} 中有 {count} 个面积缺失或偏差超过 2 %（{names}），这些单元采用椭球面积。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} classes are not in the list {codes}: {classes}. They are not guessed; no rule about classes applies to their {rows} polygons.</source>
   <translation>图层 {layer}：{count} 个地类不在代码表 {codes} 中：{classes}。不作猜测，其 {rows} 个图斑不适用地类规则。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} codes occur more than once ({units}); their polygons count as one unit.</source>
   <translation>图层 {layer}：{count} 个代码重复出现（{units}），同一代码的各面按一个单元计。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features are the county itself and are left out.</source>
   <translation>图层“{layer}”：{count} 个要素为本县自身，已略去。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features have no usable polygon and plan nothing.</source>
   <translation>图层 {layer}：{count} 个要素没有可用的面，不作为规划内容。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features hold no line with a length (first in row {row}); they are left out of the road network.</source>
   <translation>图层 {layer}：{count} 个要素没有长度大于 0 的线（首个在第 {row} 行），未纳入路网。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features lie in no unit and are not counted.</source>
   <translation>图层 {layer}：{count} 个要素不在任何单元内，未计入。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features near the projects have no usable polygon ({reason}) and were left out. Check the layer's data.</source>
   <translation>图层 {layer}：项目附近有 {count} 个要素没有可用的面（{reason}），未参与检测。请检查该图层数据。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features without usable geometry left out ({names}).</source>
   <translation>图层 {layer}：{count} 个要素没有可用的几何，未导入（{names}）。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} features without usable geometry left out ({names}); the first: {reason}.</source>
   <translation>图层 {layer}：{count} 个要素没有可用的几何，未导入（{names}）；第一个的原因：{reason}。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} flows start or end outside the county; they are left out.</source>
   <translation>图层 {layer}：{count} 条流量的起点或终点在县外，未导入。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} gaps between units, {area} ha in all, the largest {most} ha. Where these are no lakes or enclaves, mend the borders.</source>
   <translation>图层 {layer}：单元之间有 {count} 处缝隙，合计 {area} 公顷，最大 {most} 公顷。若不是湖泊或飞地，请修正界线。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} invalid geometries repaired ({names}); plane area changed by {area} m² in all.</source>
   <translation>图层 {layer}：已修复 {count} 个无效几何（{names}）；平面面积合计变化 {area} m²。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} invalid geometries were repaired; the area changed in {changed} of them, by {area:,.2f} m² in all.</source>
   <translation>图层 {layer}：已修复 {count} 个无效图形，其中 {changed} 个面积有变化，合计 {area:,.2f} m²。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} of {total} features have no geometry and were left out. Check the layer's data.</source>
   <translation>图层 {layer}：{total} 个要素中有 {count} 个没有几何图形，未参与检测。请检查该图层的数据。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} pairs of units overlap, {area} ha in all; most {first} and {second} with {most} ha. Their figures stay as they are; mend the borders before parcels are cut.</source>
   <translation>图层 {layer}：{count} 对单元相互重叠，合计 {area} 公顷；最大的是 {first} 与 {second}，重叠 {most} 公顷。各单元数据保持不变；请在切割图斑之前修正界线。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} parcels have the outline of another one but another class or unit ({parcels}); their ground counts twice. Correct them, then run again.</source>
   <translation>图层 {layer}：{count} 个图斑与其他图斑轮廓相同但地类或单元不同（{parcels}），其面积被重复计算。请更正后重新运行。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} parcels name a unit that layer {units} does not have (e.g. {example}).</source>
   <translation>图层 {layer}：{count} 个图斑的坐落单位在图层 {units} 中不存在（如 {example}）。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} polygons have codes that are in the list of {other}, not in that of {version} ({codes}). Check PLANNED_VERSION.</source>
   <translation>图层 {layer}：{count} 个图斑的编码属于 {other} 版而不属于 {version} 版（{codes}）。请核对 PLANNED_VERSION。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} polygons have codes that the list of {version} does not have ({codes}); the tables put them with the class that their code begins with, else under unknown classes.</source>
   <translation>图层 {layer}：{count} 个图斑的编码不在 {version} 版中（{codes}）；各表将其归入编码前几位对应的地类，否则列为未知地类。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} polygons have no class; no rule about classes applies to them.</source>
   <translation>图层 {layer}：{count} 个图斑没有地类，不适用地类规则。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} polygons were left out, cutting them would lose area (rows {rows}).</source>
   <translation>图层 {layer}：{count} 个图斑切割会丢失面积，未参与分析（第 {rows} 行）。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} roads are of no class that the catalogue of speeds knows ({names}); they count with {speed} km/h. Add the class to the catalogue.</source>
   <translation>图层 {layer}：{count} 条道路的等级不在车速目录中（{names}），按 {speed} km/h 计。请在目录中补充该等级。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} rows are about no unit of the county ({names}); they are left out.</source>
   <translation>图层 {layer}：{count} 行不对应本县任何单元（{names}），未导入。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} rows have no polygon and were left out.</source>
   <translation>图层 {layer}：{count} 行没有面图形，未参与分析。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units ({names}) were given to the township they lie in, as their codes begin with no township's.</source>
   <translation>图层 {layer}：{count} 个单元（{names}）的代码不以任何乡镇代码开头，已按位置归入所在乡镇。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units are in no district ({names}).</source>
   <translation>图层 {layer}：{count} 个单元未划入任何片区（{names}）。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units belong to none of the units above ({units}); their codes begin with none of those units' codes. Correct the codes, or add the units above.</source>
   <translation>图层 {layer}：有 {count} 个单元不属于任何上级单元（{units}）；其代码不以任何上级单元的代码开头。请更正代码，或补充上级单元。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units differ from their control area, by {area:,.2f} m² in all, and have no parcels to adjust, or too small ones: {units}. They stay as they are.</source>
   <translation>图层 {layer}：有 {count} 个单元与控制面积不符，共差 {area:,.2f} 平方米，但没有可调图斑或可调图斑面积过小：{units}。这些单元保持不变。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units have no code (the first is row {row}). Fill the code in, or remove them.</source>
   <translation>图层 {layer}：{count} 个单元缺少代码（首个在第 {row} 行）。请补全代码，或删除这些单元。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units have no control area ({units}). Fill in the field, or choose another one.</source>
   <translation>图层 {layer}：有 {count} 个单元没有控制面积（{units}）。请补填该字段，或另选字段。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units have no polygon and get no ground: {units}.</source>
   <translation>图层 {layer}：{count} 个单元没有面图形，不分得面积：{units}。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units have no {parts} that could sum to their control area: {units}.</source>
   <translation>图层 {layer}：有 {count} 个单元没有可凑成其控制面积的{parts}：{units}。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} units were balanced to their control area; the greatest difference is {area:,.2f} m².</source>
   <translation>图层 {layer}：已将 {count} 个单元平差至控制面积；最大差值为 {area:,.2f} 平方米。</translation>
  </message>
  <message>
   <source>Layer {layer}: {count} values are missing ({names}).</source>
   <translation>图层 {layer}：缺失 {count} 个值（{names}）。</translation>
  </message>
  <message>
   <source>Layer {layer}: {fields} is empty or not unique, so parcel_id is the feature's number.</source>
   <translation>图层 {layer}：{fields} 有空值或重复，parcel_id 改用要素编号。</translation>
  </message>
  <message>
   <source>Layer {layer}: {pairs} has more than one row. Keep one of each.</source>
   <translation>图层 {layer}：{pairs} 有多行。请各保留一行。</translation>
  </message>
  <message>
   <source>Layer {layer}: {parts} parts ({km} km) are not connected with the main network; the seats of {villages} villages ({village_names}) and of {townships} townships ({township_names}) are nearest to such a part. Join the lines, or set a greater distance for joining ends.</source>
   <translation>图层 {layer}：{parts} 个部分（{km} km）与主路网不连通；{villages} 个村（{village_names}）和 {townships} 个乡镇（{township_names}）的驻地离这样的部分最近。请连接道路线，或增大端点相接容差。</translation>
  </message>
  <message>
   <source>Layer {layer}: {speed} km/h is no speed. Give each class of road, and walking, a speed above 0.</source>
   <translation>图层 {layer}：{speed} km/h 不是有效速度。请为各级道路和步行设定大于 0 的速度。</translation>
  </message>
  <message>
   <source>Layer {layer}: {what} has more than one row ({count} such rows). Keep one of them.</source>
   <translation>图层 {layer}：{what} 有多行（共 {count} 行重复）。请只保留一行。</translation>
  </message>
  <message>
   <source>Layers</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>Layers imported</source>
   <translation>导入图层</translation>
  </message>
  <message>
   <source>Layout manager …</source>
   <translation>布局管理器…</translation>
  </message>
  <message>
   <source>Layout {path} is not valid XML. Restore or replace it.</source>
   <translation>版式文件 {path} 不是有效的 XML。请恢复或更换该文件。</translation>
  </message>
  <message>
   <source>Lays plans over each other, over control lines and over units, and writes the ledger of conflicts: where the plans differ and where they cross a line, which rule decides, who wins by it, how it is to be treated, and what the law lets pass.

The rules are an ordered catalogue (conflict_rules.json) that a county may replace; the first that fits decides. Of the classes of difference (both construction, only the first, only the second, neither) the middle two are conflicts, and what the rules say of control lines. Classes that are not in the list of codes are named in a warning, not guessed. Codes of 2020 are compared by their codes of 2023.

INPUT_A alone may be the planning database's layer sector_plan: its plans are then compared with each other. INPUT_B may be left out where control lines are given. Layers of control lines are recognised by name (control_lines.json); the planning database's layer control_line counts as one line per kind. Rules about lines alone hold outside the plans, too (class “No plan”).

Every spot is in the ledger once at most. Adjacent pieces of one pair of polygons under one rule and in one unit are one row. No area is lost: the summary's other classes sum to the ground of the plans, unit by unit. Conflicts smaller than the least area are flagged as slivers, and kept.

With an earlier ledger (DECISIONS, or the one that DATABASE holds for PLAN), conflicts that are found again keep their key and what was decided on them; the log says what changed, vanished and is new.</source>
   <translation>将多个规划相互叠加，并与控制线、单元叠加，形成冲突图斑台账：哪里规划不一致、哪里与控制线冲突、适用哪条规则、按规则以谁为准、如何协调、法律允许哪些例外。

规则为有序目录（conflict_rules.json），县里可另行替换；自上而下，首条符合者生效。差异类型（两规均为建设用地、甲规建设乙规非建设、甲规非建设乙规建设、两规均为非建设用地）中，中间两类计为冲突，另加规则对控制线的规定。不在代码表中的地类只在警告中列出，不作猜测。2020 年版代码按其对应的 2023 年版代码比较。

INPUT_A 可以只给规划数据库的 sector_plan 图层：其中各规划相互比较。给出控制线时可不填 INPUT_B。控制线图层按名称识别（control_lines.json）；规划数据库的 control_line 图层每一类为一条控制线。只涉及控制线的规则在规划范围外同样适用（差异类型为“规划未覆盖”）。

每块地最多入台账一次。同一对图斑、同一规则、同一单元的相邻碎块合为一行。面积不丢失：汇总表其余各类之和等于规划用地总面积，逐单元闭合。小于最小面积的冲突标为细碎图斑，予以保留。

给出原台账（DECISIONS，或 DATABASE 中 PLAN 方案的台账）时，再次发现的冲突保留原标识和处理意见；日志说明哪些有变化、已消失或为新增。</translation>
  </message>
  <message>
   <source>Lays the parcels of the land survey over a planned land-use layer, over units and over control lines, and sums the areas by unit, present class, settlement code, planned class and combination of lines. Save the result with saveresult (KIND land_change): the tables of the structure of land use, of planning indicators, of construction land, farmland and linkage are made of it.

The overlay is that of overlayconstraints, each piece of which is divided among what is planned. No area is lost: the areas of a unit, class and combination of lines are to the last digit those that overlayconstraints gives for the same layers. Ground for which nothing is planned has an empty planned_class; ground planned more than once counts once.

With a planning database only the name of the sector plan is needed: parcels, villages and control lines are then the database's, unless you give others. A layer of several sector plans needs the name, too.

Say which list the planned codes are of: some codes of 2020 mean something else in 2023.</source>
   <translation>将国土调查图斑与规划用地图层、单元及管控线叠加，按单元、现状地类、城镇村属性码、规划地类和管控线组合汇总面积。结果用 saveresult（KIND land_change）存入方案：空间功能结构调整、规划指标、建设用地调整、耕地调整、增减挂钩等表均由此生成。

叠加与 overlayconstraints 相同，再将其每个碎片按规划地类划分。面积不丢失：某单元、地类、管控线组合的面积与 overlayconstraints 对相同图层的结果一致到末位。没有规划地类的用地 planned_class 为空；重复规划的用地只计一次。

给出规划数据库时只需专项规划名称：图斑、村和管控线取自数据库，除非另行指定。含多个专项规划的图层也需给出名称。

请注明规划编码所属的版本：2020 年试行版的部分编码在 2023 年版中含义不同。</translation>
  </message>
  <message>
   <source>Leader</source>
   <translation>领导</translation>
  </message>
  <message>
   <source>Least area (m²)</source>
   <translation>最小面积（m²）</translation>
  </message>
  <message>
   <source>Least area (m²; empty: the rule catalogue's)</source>
   <translation>最小面积（平方米；留空：按规则目录）</translation>
  </message>
  <message>
   <source>Least centres per district</source>
   <translation>每片区最少中心镇（村）数</translation>
  </message>
  <message>
   <source>Least population of a district</source>
   <translation>片区最少人口</translation>
  </message>
  <message>
   <source>Least units of a district</source>
   <translation>片区最少单元数</translation>
  </message>
  <message>
   <source>Leave</source>
   <translation>调出</translation>
  </message>
  <message>
   <source>Leave off reading; nothing is changed</source>
   <translation>停止读取，不作任何改动</translation>
  </message>
  <message>
   <source>Leave the figure in hand to the proposal</source>
   <translation>当前数值改由系统建议</translation>
  </message>
  <message>
   <source>Leave the type to the rules again</source>
   <translation>重新交由规则确定</translation>
  </message>
  <message>
   <source>Leaving out any one indicator does not move it.</source>
   <translation>去掉任何一个指标，位次都不变。</translation>
  </message>
  <message>
   <source>Leaving out {indicator} moves it most: from rank {rank} to {without}.</source>
   <translation>去掉 {indicator} 时位次变动最大：由第 {rank} 位变为第 {without} 位。</translation>
  </message>
  <message>
   <source>Ledger of conflicts</source>
   <translation>冲突图斑台账</translation>
  </message>
  <message>
   <source>Left becomes right</source>
   <translation>左右互换</translation>
  </message>
  <message>
   <source>Less is better</source>
   <translation>越小越好</translation>
  </message>
  <message>
   <source>Let the approved plan be drawn on again; its last round has to be held once more</source>
   <translation>让已批准的方案可以重新修改；最后一轮须再次召开</translation>
  </message>
  <message>
   <source>Let the opinion stand again</source>
   <translation>恢复该意见</translation>
  </message>
  <message>
   <source>Let the plan's rounds go on where they stood</source>
   <translation>方案各轮评审从原处继续</translation>
  </message>
  <message>
   <source>Level</source>
   <translation>层级</translation>
  </message>
  <message>
   <source>Levels</source>
   <translation>层级</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>状态灯</translation>
  </message>
  <message>
   <source>Limit</source>
   <translation>限值</translation>
  </message>
  <message>
   <source>Limit of time of the search (minutes)</source>
   <translation>搜索时限（分钟）</translation>
  </message>
  <message>
   <source>Lines of heritage (LSWHBHX), its construction-control zones (JSKZDD), flood, hazard and water protection, nature reserves, village boundaries …; the kind follows from the layer's name.</source>
   <translation>历史文化保护线（LSWHBHX）、建设控制地带（JSKZDD）、洪涝风险控制线、地质灾害防治区、饮用水水源保护区、自然保护地、村庄建设边界等；类别按图层名识别。</translation>
  </message>
  <message>
   <source>Links: pairs of units counted as neighbours</source>
   <translation>连接表：视为相邻的单元对</translation>
  </message>
  <message>
   <source>Load units</source>
   <translation>读取单元</translation>
  </message>
  <message>
   <source>Loaded: {layers}.</source>
   <translation>已加载：{layers}。</translation>
  </message>
  <message>
   <source>Lock</source>
   <translation>锁定</translation>
  </message>
  <message>
   <source>Lock all</source>
   <translation>全部锁定</translation>
  </message>
  <message>
   <source>Lock or unlock the district to draw with (L)</source>
   <translation>锁定或解锁当前绘制片区（L）</translation>
  </message>
  <message>
   <source>Lock: this weight stays when others are moved</source>
   <translation>锁定：调整其他权重时此权重不变</translation>
  </message>
  <message>
   <source>Locked</source>
   <translation>锁定</translation>
  </message>
  <message>
   <source>Locked assignment</source>
   <translation>锁定归属</translation>
  </message>
  <message>
   <source>Logarithm</source>
   <translation>取对数</translation>
  </message>
  <message>
   <source>Longitude {longitude}° lies outside the 3-degree zones 25 to 45. Check the outlines' coordinate reference system.</source>
   <translation>经度 {longitude}° 不在 3 度带第 25 至 45 带范围内。请检查项目范围的坐标参考系。</translation>
  </message>
  <message>
   <source>Look for the best plan</source>
   <translation>寻找最好方案</translation>
  </message>
  <message>
   <source>Looking at what there is …</source>
   <translation>正在查看现有数据……</translation>
  </message>
  <message>
   <source>MAX_CROSSING needs TOWNSHIP_FIELD: choose the field that holds each unit's township.</source>
   <translation>使用 MAX_CROSSING 须给出 TOWNSHIP_FIELD：请选择单元所属乡镇的字段。</translation>
  </message>
  <message>
   <source>MAX_PER_DISTRICT ({maximum}) is below MIN_PER_DISTRICT ({minimum}). Correct one of them.</source>
   <translation>MAX_PER_DISTRICT（{maximum}）小于 MIN_PER_DISTRICT（{minimum}）。请改正其中之一。</translation>
  </message>
  <message>
   <source>Main figures</source>
   <translation>主要指标</translation>
  </message>
  <message>
   <source>Make all anew, without what was changed by hand</source>
   <translation>全部重新生成，不保留人工修改</translation>
  </message>
  <message>
   <source>Make the plan in hand what the selected snapshot says: one step, which can be undone</source>
   <translation>将当前方案恢复为选中的快照，作为可撤销的一步</translation>
  </message>
  <message>
   <source>Make, name, split, dissolve and lock districts</source>
   <translation>新建、命名、拆分、撤销、锁定片区</translation>
  </message>
  <message>
   <source>Makes a fictional county to learn and to try the work on: one GeoPackage with the raw layers that a county would bring, in the fields of the national land survey (EPSG:4523), and beside it a statistics workbook of the kind that counties send.

33 townships, 383 villages and 79 communities on 2,659.70 km²: township and village borders (XZQ, CJDCQ), parcels (DLTB), permanent basic farmland, high-standard farmland, ecological redline, urban development boundaries, lines of heritage, hazard points, facilities, roads, neighbouring counties, two rival sector plans, project footprints, indicators, commuting flows, and an older plan to compare with.

All names and figures are made up. The same seed gives the same county. Import it next.</source>
   <translation>生成一个虚构的县，供学习和试用：一个 GeoPackage，内含各县通常提供的原始图层，字段按国土调查标准（EPSG:4523）；旁边另有一份县里常见样式的统计工作簿。

面积 2,659.70 km²，33 个乡镇、383 个村、79 个社区：行政区与村级调查区（XZQ、CJDCQ）、地类图斑（DLTB）、永久基本农田、高标准农田、生态保护红线、城镇开发边界、历史文化保护线、地质灾害点、公共服务设施、道路、相邻县、两套互有出入的专项规划、项目红线、指标、通勤流量，以及用于比较的原方案。

所有名称和数据均为虚构。随机种子相同，生成的县就相同。下一步请导入该县数据。</translation>
  </message>
  <message>
   <source>Makes the planning database of a county, one GeoPackage, from the county's own layers. Only the villages are needed; townships are made from them where no layer is given.

Fields are recognised by the names of the Chinese standard (XZQDM, ZLDWDM, ZLDWMC, CZRK, JSMJ, DLBM, TBMJ …), by Chinese headers (村代码, 村名, 常住人口 …) or by English names (code, name, township_code, population …); the log says which field was taken as what. Other names are mapped by a JSON file (FIELD_MAP), e.g. {"village": {"code": "CUN_ID", "population": "RK2023"}}.

Layers are reprojected and invalid geometry is repaired, and the log says so. Indicators come as a row per value (unit, indicator, year, value), as a column per indicator, or as a statistics workbook with title and headers over several rows. An older plan to compare with is kept as plan “原方案”.

Missing or repeated codes, units without ground or township, populations that are no numbers, and coordinates that do not fit their reference system are refused; the old database then stays as it was.</source>
   <translation>由县里自有的图层生成该县的规划数据库（一个 GeoPackage 文件）。只有村级图层是必需的；未提供乡镇图层时由村级图层融合生成。

字段按国家标准字段名（XZQDM、ZLDWDM、ZLDWMC、CZRK、JSMJ、DLBM、TBMJ 等）、中文表头（村代码、村名、常住人口等）或英文名（code、name、township_code、population 等）识别；日志逐项说明哪个字段被当作什么。其他名称可用 JSON 文件（FIELD_MAP）对照，例如 {"village": {"code": "CUN_ID", "population": "RK2023"}}。

图层会转换坐标系，无效几何会被修复，并在日志中说明。统计指标可以每个值一行（单元、指标、年份、值），也可以每项指标一列，还可以是带标题和多行表头的统计表。用于比较的原方案保存为方案“原方案”。

代码缺失或重复、单元没有范围或所属乡镇、人口不是数字、坐标与坐标系不符时，不予导入，原有数据库保持不变。</translation>
  </message>
  <message>
   <source>Makes the settlement hierarchy of a plan: county seat – central (sub-central) town – central village – ordinary village. A central village belongs to its own township where that is a central or sub-central town, else to the nearest such town of its township district; an ordinary village belongs to the nearest central village of its village district. Nearest is by travel over the county’s roads from seat to seat; along straight lines where the county has no roads, which is said.

OUTPUT: a row per unit with a line to the one it belongs to: code, name, role, role_name, tier (1 to 4), parent, parent_name, district, village_district, people, villages_below and people_below (of all villages under it, itself included), travel (minutes, or km without roads), reason. NODES: the same as points. What of the plan does not fit a hierarchy (a village district without central village, a village that no road reaches) is said and counted in PROBLEM_COUNT; the tree holds every village exactly once all the same.</source>
   <translation>生成方案的城乡居民点体系：县城—中心镇（副中心镇）—中心村—一般村。中心村所在乡镇为中心镇或副中心镇的，归属该镇；否则归属所在镇级片区内最近的中心镇或副中心镇。一般村归属所在村级片区内最近的中心村。远近按县域路网从驻地到驻地的行程时间测算；没有道路数据时按直线距离，并予说明。

OUTPUT：每个单元一行，附一条连到其上级的线：code、name、role、role_name、tier（1 至 4）、parent、parent_name、district、village_district、people、villages_below 和 people_below（其下全部村庄，含自身）、travel（分钟；没有道路时为 km）、reason。NODES：同样内容的点图层。方案中不合体系之处（村级片区没有中心村、村庄无路可达）会说明并计入 PROBLEM_COUNT；体系中仍包含每个村庄，且只出现一次。</translation>
  </message>
  <message>
   <source>Making the print layouts …</source>
   <translation>正在生成打印布局……</translation>
  </message>
  <message>
   <source>Making the sample county …</source>
   <translation>正在生成示例县…</translation>
  </message>
  <message>
   <source>Making the settlement hierarchy …</source>
   <translation>正在生成城乡居民点体系 …</translation>
  </message>
  <message>
   <source>Map point</source>
   <translation>图上点位</translation>
  </message>
  <message>
   <source>Materials</source>
   <translation>评审材料</translation>
  </message>
  <message>
   <source>May be left out where control lines are given.</source>
   <translation>给出控制线时可不填。</translation>
  </message>
  <message>
   <source>Measure</source>
   <translation>算法</translation>
  </message>
  <message>
   <source>Measuring parcels …</source>
   <translation>正在量算图斑面积…</translation>
  </message>
  <message>
   <source>Meeting</source>
   <translation>会议</translation>
  </message>
  <message>
   <source>Merit by score or by the criteria of the rules</source>
   <translation>优势度的依据：综合得分，或规则目录中的各项准则</translation>
  </message>
  <message>
   <source>Message</source>
   <translation>内容</translation>
  </message>
  <message>
   <source>Messages</source>
   <translation>消息</translation>
  </message>
  <message>
   <source>Minutes are by road, from seat to seat.</source>
   <translation>时间为驻地之间沿路网的行车分钟数。</translation>
  </message>
  <message>
   <source>Minutes of a catchment (empty: as the rules say)</source>
   <translation>服务圈时间，分钟（空：按规则目录）</translation>
  </message>
  <message>
   <source>Min–max</source>
   <translation>极差标准化</translation>
  </message>
  <message>
   <source>Missing value</source>
   <translation>缺值处理</translation>
  </message>
  <message>
   <source>More is better</source>
   <translation>越大越好</translation>
  </message>
  <message>
   <source>Most centres per district (empty: 1 for townships, 2 for villages)</source>
   <translation>每片区最多中心镇（村）数（留空：镇 1，村 2）</translation>
  </message>
  <message>
   <source>Most districts that cross a township</source>
   <translation>跨乡镇片区数上限</translation>
  </message>
  <message>
   <source>Most population of a district</source>
   <translation>片区最多人口</translation>
  </message>
  <message>
   <source>Most units of a district</source>
   <translation>片区最多单元数</translation>
  </message>
  <message>
   <source>Move centres</source>
   <translation>移动中心</translation>
  </message>
  <message>
   <source>Move on the map</source>
   <translation>在图上移动</translation>
  </message>
  <message>
   <source>Move the entry down</source>
   <translation>下移</translation>
  </message>
  <message>
   <source>Move the entry up</source>
   <translation>上移</translation>
  </message>
  <message>
   <source>Move the selected units into this district</source>
   <translation>将选中单元划入该片区</translation>
  </message>
  <message>
   <source>Move to</source>
   <translation>移至</translation>
  </message>
  <message>
   <source>Move {count} units to</source>
   <translation>将 {count} 个单元移至</translation>
  </message>
  <message>
   <source>Moved</source>
   <translation>改划单元</translation>
  </message>
  <message>
   <source>Moved units</source>
   <translation>已调整单元</translation>
  </message>
  <message>
   <source>Moved units ({count})</source>
   <translation>调整的单元（{count}）</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Name of the county</source>
   <translation>县名</translation>
  </message>
  <message>
   <source>Name of the department, township or meeting.</source>
   <translation>部门、乡镇或会议的名称。</translation>
  </message>
  <message>
   <source>Name of the expert, then Enter</source>
   <translation>输入专家姓名，按回车</translation>
  </message>
  <message>
   <source>Name of the first plan</source>
   <translation>甲规名称</translation>
  </message>
  <message>
   <source>Name of the new plan, then Enter</source>
   <translation>输入新方案名称，按回车</translation>
  </message>
  <message>
   <source>Name of the second plan</source>
   <translation>乙规名称</translation>
  </message>
  <message>
   <source>Name of the sector plan</source>
   <translation>专项规划名称</translation>
  </message>
  <message>
   <source>Name, function, colour …</source>
   <translation>名称、功能、颜色…</translation>
  </message>
  <message>
   <source>Named at the county's border on the maps of the atlas.</source>
   <translation>在图集各图上沿县界注记名称。</translation>
  </message>
  <message>
   <source>Names of sheets, for example cover,contents,township_districts,township; review: all prints of a review.</source>
   <translation>图件代号，如 cover,contents,township_districts,township；review 表示全部评审用图。</translation>
  </message>
  <message>
   <source>Names of sheets, separated by semicolons.</source>
   <translation>工作表名称，用分号隔开。</translation>
  </message>
  <message>
   <source>Names of the columns</source>
   <translation>列名</translation>
  </message>
  <message>
   <source>Names separated by commas.</source>
   <translation>以逗号分隔的名称。</translation>
  </message>
  <message>
   <source>Nearest</source>
   <translation>相近名称</translation>
  </message>
  <message>
   <source>Nearest units</source>
   <translation>最接近的单元</translation>
  </message>
  <message>
   <source>Nearest: {names}.</source>
   <translation>最接近的名称：{names}。</translation>
  </message>
  <message>
   <source>Neighbouring counties</source>
   <translation>相邻县（市、区）</translation>
  </message>
  <message>
   <source>Neighbouring pairs that are parted</source>
   <translation>被分开的相邻单元对</translation>
  </message>
  <message>
   <source>Neighbours share more than 1 m of border once gaps and overlaps up to this are closed.</source>
   <translation>不大于此值的缝隙和重叠先行闭合，闭合后共边长度大于 1 m 的单元为相邻单元。</translation>
  </message>
  <message>
   <source>Neither</source>
   <translation>其他</translation>
  </message>
  <message>
   <source>New</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>New branch</source>
   <translation>新建分支</translation>
  </message>
  <message>
   <source>New county from your layers</source>
   <translation>用自有图层新建县</translation>
  </message>
  <message>
   <source>New county from your layers …</source>
   <translation>用自有图层新建县…</translation>
  </message>
  <message>
   <source>New district</source>
   <translation>新建片区</translation>
  </message>
  <message>
   <source>New farmland</source>
   <translation>新增耕地</translation>
  </message>
  <message>
   <source>New plan …</source>
   <translation>新建方案…</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>下一个</translation>
  </message>
  <message>
   <source>Next open</source>
   <translation>下一个未处理</translation>
  </message>
  <message>
   <source>Next part</source>
   <translation>下一处</translation>
  </message>
  <message>
   <source>Next problem</source>
   <translation>下一处问题</translation>
  </message>
  <message>
   <source>Next problem ({count})</source>
   <translation>下一处问题（{count}）</translation>
  </message>
  <message>
   <source>Next unsigned</source>
   <translation>下一未签</translation>
  </message>
  <message>
   <source>Next: open round {number}.</source>
   <translation>下一步：开启第 {number} 轮。</translation>
  </message>
  <message>
   <source>No FLOWS between the units: flow is left out of the objective.</source>
   <translation>没有单元间的 FLOWS：目标值不计流动。</translation>
  </message>
  <message>
   <source>No REFERENCE_FIELD with an older plan: stability is left out of the objective.</source>
   <translation>没有含原有方案的 REFERENCE_FIELD：目标值不计稳定性。</translation>
  </message>
  <message>
   <source>No SIMILARITY_FIELDS that differ among units: similarity is left out of the objective.</source>
   <translation>没有在单元间有差异的 SIMILARITY_FIELDS：目标值不计相似性。</translation>
  </message>
  <message>
   <source>No conflict is left here.</source>
   <translation>此处没有冲突了。</translation>
  </message>
  <message>
   <source>No district</source>
   <translation>不划入片区</translation>
  </message>
  <message>
   <source>No earlier check by these rules; everything is checked.</source>
   <translation>没有按这套规则做过的检查，全部重新检查。</translation>
  </message>
  <message>
   <source>No figure of {figure} for villages {codes}: conditions on it do not hold for them.</source>
   <translation>村庄 {codes} 没有“{figure}”的数据，与其有关的条件视为不符合。</translation>
  </message>
  <message>
   <source>No figures are given, so nothing can be passed down. Give QUOTAS.</source>
   <translation>没有给定的指标值，无从分解。请提供 QUOTAS。</translation>
  </message>
  <message>
   <source>No finding is left here.</source>
   <translation>这里没有问题了。</translation>
  </message>
  <message>
   <source>No format is chosen. Name at least one of {known}.</source>
   <translation>未选择格式，请至少指定一种：{known}。</translation>
  </message>
  <message>
   <source>No ground in common with {line}.</source>
   <translation>未占用{line}。</translation>
  </message>
  <message>
   <source>No indicator is chosen, and no field has the name of one. Choose the indicator fields.</source>
   <translation>未选择指标，也没有字段与目录中的指标同名。请选择指标字段。</translation>
  </message>
  <message>
   <source>No layer of townships was given: {count} townships were made by dissolving villages.</source>
   <translation>未提供乡镇图层：已由村级图层融合生成 {count} 个乡镇。</translation>
  </message>
  <message>
   <source>No opinion is left here.</source>
   <translation>此处没有其他意见了。</translation>
  </message>
  <message>
   <source>No opinion yet: enter one, or import the workbooks that came back.</source>
   <translation>尚无意见：请录入，或导入返回的工作簿。</translation>
  </message>
  <message>
   <source>No plan keeps the limits with at most {limit} districts that cross a township (proven). Raise MAX_CROSSING or widen the population limits.</source>
   <translation>跨乡镇片区不超过 {limit} 个时不存在符合限值的方案（已证明）。请提高 MAX_CROSSING 或放宽人口限值。</translation>
  </message>
  <message>
   <source>No plan with at most {limit} districts that cross a township was found (not proven impossible); {need} would do. Raise MAX_CROSSING, widen the population limits or choose a higher EFFORT.</source>
   <translation>未找到跨乡镇片区不超过 {limit} 个的方案（未证明不可能）；{need} 个即可。请提高 MAX_CROSSING、放宽人口限值或提高 EFFORT。</translation>
  </message>
  <message>
   <source>No polygon is selected. Choose a layer of polygons and select the project in it.</source>
   <translation>没有选中面要素。请选择一个面图层，并在其中选中项目。</translation>
  </message>
  <message>
   <source>No roads and no table of travel times: how far centres radiate is measured along straight lines. Choose ROADS or TRAVEL to measure it over the network.</source>
   <translation>未给出道路图层或行程时间表，中心的辐射力按直线距离测算。如需按路网测算，请选择 ROADS 或 TRAVEL。</translation>
  </message>
  <message>
   <source>No rule is about the control lines {lines}: they are only named in the ledger. Give the rule catalogue their names, or rename the layers.</source>
   <translation>规则未涉及控制线 {lines}：仅在台账中列名。请在规则目录中登记其名称，或修改图层名。</translation>
  </message>
  <message>
   <source>No rule is broken.</source>
   <translation>没有违反规则之处。</translation>
  </message>
  <message>
   <source>No settlement has “{text}” in its code or name.</source>
   <translation>没有代码或名称含“{text}”的镇村。</translation>
  </message>
  <message>
   <source>No single indicator decides: without any one of them the rank stays.</source>
   <translation>没有单项决定性指标：剔除任一指标位次不变。</translation>
  </message>
  <message>
   <source>No township of layer {layer} has code {code}. Correct the village's township code, or add the township.</source>
   <translation>图层 {layer} 中没有代码为 {code} 的乡镇。请更正村的所属乡镇代码，或补充该乡镇。</translation>
  </message>
  <message>
   <source>No township or village has “{text}” in its code or name.</source>
   <translation>没有代码或名称含“{text}”的乡镇或村。</translation>
  </message>
  <message>
   <source>No unit has a district yet. Draw the districts first, then improve them.</source>
   <translation>尚无单元划入片区，请先划分片区再改进。</translation>
  </message>
  <message>
   <source>No unit has a neighbour: the boundary is left out of the objective.</source>
   <translation>没有相邻单元：目标值不计边界。</translation>
  </message>
  <message>
   <source>No unit of the list has “{text}” in its code or name.</source>
   <translation>列表中没有代码或名称含“{text}”的单元。</translation>
  </message>
  <message>
   <source>No unit selected</source>
   <translation>未选中单元</translation>
  </message>
  <message>
   <source>No way leads from units {codes} to the centre of their district: nothing of it reaches them.</source>
   <translation>单元 {codes} 无路通往本片区的中心，视为辐射不到。</translation>
  </message>
  <message>
   <source>No way leads from villages {codes} to the centres of their district; the lower code was taken.</source>
   <translation>村庄 {codes} 无路通往本片区的各中心，按代码在前者取定。</translation>
  </message>
  <message>
   <source>No.</source>
   <translation>编号</translation>
  </message>
  <message>
   <source>Nominated centres</source>
   <translation>指定中心</translation>
  </message>
  <message>
   <source>None</source>
   <translation>全不选</translation>
  </message>
  <message>
   <source>None of the criteria of the rules is known of the units: they are chosen by score alone.</source>
   <translation>规则目录中的准则在图层中均无数据，仅按综合得分遴选。</translation>
  </message>
  <message>
   <source>None of the sheets that can be drawn has a page of the units that are chosen. Choose other units, or more sheets.</source>
   <translation>能出图的图件中，没有一幅属于所选单位。请另选单位，或增选图件。</translation>
  </message>
  <message>
   <source>Normalisation</source>
   <translation>标准化方法</translation>
  </message>
  <message>
   <source>Normalised</source>
   <translation>归一化值</translation>
  </message>
  <message>
   <source>Not adopted</source>
   <translation>不采纳</translation>
  </message>
  <message>
   <source>Not assigned</source>
   <translation>未划入片区</translation>
  </message>
  <message>
   <source>Not checked yet: check the data first.</source>
   <translation>尚未检查：请先检查数据。</translation>
  </message>
  <message>
   <source>Not compared yet: find the conflicts first.</source>
   <translation>尚未比较：请先分析冲突。</translation>
  </message>
  <message>
   <source>Not counted, since not finished: {experts}.</source>
   <translation>尚未填完，未计入：{experts}。</translation>
  </message>
  <message>
   <source>Not decided</source>
   <translation>待定</translation>
  </message>
  <message>
   <source>Not done</source>
   <translation>未办结</translation>
  </message>
  <message>
   <source>Not enough memory. Close other programs, or run the work township by township.</source>
   <translation>内存不足。请关闭其他程序，或分乡镇运行。</translation>
  </message>
  <message>
   <source>Not inside the lines</source>
   <translation>管控线内除外</translation>
  </message>
  <message>
   <source>Not known: draw the districts with further plans to choose from.</source>
   <translation>尚不清楚：请在划分片区时同时生成备选方案。</translation>
  </message>
  <message>
   <source>Not saved yet.</source>
   <translation>尚未保存。</translation>
  </message>
  <message>
   <source>Note</source>
   <translation>备注</translation>
  </message>
  <message>
   <source>Note (may be empty)</source>
   <translation>备注（可不填）</translation>
  </message>
  <message>
   <source>Note on the round, e.g. its minutes</source>
   <translation>本轮备注，如会议纪要文号</translation>
  </message>
  <message>
   <source>Notes</source>
   <translation>说明</translation>
  </message>
  <message>
   <source>Nothing better was found that keeps every rule. The plan itself breaks {count} rules, the first: {finding} Mend them by hand, or unlock districts that stand in the way.</source>
   <translation>没有找到符合全部规则的更好方案。现方案有 {count} 处不符合规则，第一处：{finding}请手工改正，或解锁妨碍调整的片区。</translation>
  </message>
  <message>
   <source>Nothing better was found. At most {gain:.1f} % could be gained; unlock districts, or choose a higher effort.</source>
   <translation>没有找到更好的方案，最多还可改进 {gain:.1f}%。可解锁部分片区，或提高计算强度。</translation>
  </message>
  <message>
   <source>Nothing can be improved while these districts are locked (proven).</source>
   <translation>在这些片区锁定的情况下已无法改进（已证明）。</translation>
  </message>
  <message>
   <source>Nothing changed since the last check; its findings stand.</source>
   <translation>自上次检查以来没有变化，原检查结果仍然有效。</translation>
  </message>
  <message>
   <source>Nothing is drawn at this level.</source>
   <translation>本级尚未划分片区。</translation>
  </message>
  <message>
   <source>Nothing is known of {figure}: conditions on it hold for no village.</source>
   <translation>没有“{figure}”的数据，与其有关的条件一律视为不符合。</translation>
  </message>
  <message>
   <source>Nothing is missing: the round can be closed.</source>
   <translation>条件齐备，可以结束本轮。</translation>
  </message>
  <message>
   <source>Nothing is missing: the round can be opened.</source>
   <translation>条件齐备，可以开启本轮。</translation>
  </message>
  <message>
   <source>Nothing is ticked.</source>
   <translation>未勾选任何内容。</translation>
  </message>
  <message>
   <source>Nothing says of which year the figures are; they are kept without a year. Give YEAR.</source>
   <translation>没有写明数值是哪一年的，按无年份存入。请给出 YEAR。</translation>
  </message>
  <message>
   <source>Nothing to check. Choose a planning database, or at least one layer.</source>
   <translation>没有可检查的数据。请选择规划数据库，或至少选择一个图层。</translation>
  </message>
  <message>
   <source>Nothing to compute for. Choose a planning database, or the layer of villages.</source>
   <translation>没有可计算的对象。请选择规划数据库，或村（社区）图层。</translation>
  </message>
  <message>
   <source>Nothing to draw there: these units stay where they are.</source>
   <translation>此处无须改动：这些单元保持原片区。</translation>
  </message>
  <message>
   <source>Nothing to redo</source>
   <translation>没有可重做的操作</translation>
  </message>
  <message>
   <source>Nothing to show yet.</source>
   <translation>暂无可显示的内容。</translation>
  </message>
  <message>
   <source>Nothing to undo</source>
   <translation>没有可撤销的操作</translation>
  </message>
  <message>
   <source>Nothing was drawn: an outline needs three corners.</source>
   <translation>未绘制范围：至少需要三个拐点。</translation>
  </message>
  <message>
   <source>Nothing would move.</source>
   <translation>没有单元会改变归属。</translation>
  </message>
  <message>
   <source>Now choose the central towns and central villages.</source>
   <translation>接着确定中心镇和中心村。</translation>
  </message>
  <message>
   <source>Now draw the village districts.</source>
   <translation>接着划分村级片区。</translation>
  </message>
  <message>
   <source>Number of answers imported</source>
   <translation>导入的答案数</translation>
  </message>
  <message>
   <source>Number of bad rows</source>
   <translation>有误的行数</translation>
  </message>
  <message>
   <source>Number of central towns</source>
   <translation>中心镇数</translation>
  </message>
  <message>
   <source>Number of central villages</source>
   <translation>中心村数</translation>
  </message>
  <message>
   <source>Number of centres</source>
   <translation>中心镇（村）数</translation>
  </message>
  <message>
   <source>Number of conflicts</source>
   <translation>冲突图斑个数</translation>
  </message>
  <message>
   <source>Number of county seats</source>
   <translation>县城数</translation>
  </message>
  <message>
   <source>Number of differences</source>
   <translation>差异个数</translation>
  </message>
  <message>
   <source>Number of districts</source>
   <translation>片区数</translation>
  </message>
  <message>
   <source>Number of districts (empty: as many as the plan has)</source>
   <translation>片区数（留空：按方案现有数）</translation>
  </message>
  <message>
   <source>Number of errors</source>
   <translation>错误数</translation>
  </message>
  <message>
   <source>Number of figures</source>
   <translation>数值个数</translation>
  </message>
  <message>
   <source>Number of figures that do not agree</source>
   <translation>不一致的数字个数</translation>
  </message>
  <message>
   <source>Number of files</source>
   <translation>文件数</translation>
  </message>
  <message>
   <source>Number of headers and rows not recognised</source>
   <translation>未识别的表头和行数</translation>
  </message>
  <message>
   <source>Number of indicators left out</source>
   <translation>未计算的指标数</translation>
  </message>
  <message>
   <source>Number of opinions filled in</source>
   <translation>补充的意见数</translation>
  </message>
  <message>
   <source>Number of opinions written</source>
   <translation>写出的意见数</translation>
  </message>
  <message>
   <source>Number of ordinary villages</source>
   <translation>一般村数</translation>
  </message>
  <message>
   <source>Number of parcels</source>
   <translation>图斑数</translation>
  </message>
  <message>
   <source>Number of parcels set aside</source>
   <translation>未参与叠加的图斑数</translation>
  </message>
  <message>
   <source>Number of participants</source>
   <translation>参加单位数</translation>
  </message>
  <message>
   <source>Number of problems</source>
   <translation>问题数</translation>
  </message>
  <message>
   <source>Number of projects</source>
   <translation>项目数</translation>
  </message>
  <message>
   <source>Number of retained villages</source>
   <translation>保留村数</translation>
  </message>
  <message>
   <source>Number of rows at fault</source>
   <translation>有误的行数</translation>
  </message>
  <message>
   <source>Number of rows imported</source>
   <translation>导入的行数</translation>
  </message>
  <message>
   <source>Number of rows taken</source>
   <translation>读取的行数</translation>
  </message>
  <message>
   <source>Number of rows that were there already</source>
   <translation>已有的行数</translation>
  </message>
  <message>
   <source>Number of rows that were there before</source>
   <translation>原有行数</translation>
  </message>
  <message>
   <source>Number of rows written</source>
   <translation>写出的行数</translation>
  </message>
  <message>
   <source>Number of saved values</source>
   <translation>已保存的指标值个数</translation>
  </message>
  <message>
   <source>Number of slivers among them</source>
   <translation>其中细碎图斑个数</translation>
  </message>
  <message>
   <source>Number of sub-central towns</source>
   <translation>副中心镇数</translation>
  </message>
  <message>
   <source>Number of the next round</source>
   <translation>下一轮的轮次号</translation>
  </message>
  <message>
   <source>Number of the plan</source>
   <translation>方案编号</translation>
  </message>
  <message>
   <source>Number of the round</source>
   <translation>轮次</translation>
  </message>
  <message>
   <source>Number of the snapshot</source>
   <translation>快照编号</translation>
  </message>
  <message>
   <source>Number of townships</source>
   <translation>乡镇数</translation>
  </message>
  <message>
   <source>Number of units</source>
   <translation>单元数</translation>
  </message>
  <message>
   <source>Number of units that change district</source>
   <translation>改变片区的单元数</translation>
  </message>
  <message>
   <source>Number of units that move</source>
   <translation>调整归属的单元数</translation>
  </message>
  <message>
   <source>Number of values</source>
   <translation>指标值个数</translation>
  </message>
  <message>
   <source>Number of villages</source>
   <translation>村（社区）数</translation>
  </message>
  <message>
   <source>Number of villages that are neither</source>
   <translation>既非中心村又不保留的村数</translation>
  </message>
  <message>
   <source>Number of warnings</source>
   <translation>警告数</translation>
  </message>
  <message>
   <source>Number of workbooks</source>
   <translation>工作簿数</translation>
  </message>
  <message>
   <source>Number or name of a plan to set this one beside, instead of a round; snapshot:12 is the frozen state number 12.</source>
   <translation>与本方案对比的另一方案的编号或名称，用来代替轮次；snapshot:12 表示第 12 号快照。</translation>
  </message>
  <message>
   <source>OWN_WEIGHTS: “{part}” is no weight. Write indicator=weight with semicolons between: A1=0.6;A2=0.4.</source>
   <translation>OWN_WEIGHTS：“{part}”不是权重。请写成“指标=权重”，以分号分隔：A1=0.6;A2=0.4。</translation>
  </message>
  <message>
   <source>Objective</source>
   <translation>目标值</translation>
  </message>
  <message>
   <source>Objective (less is better)</source>
   <translation>目标函数值（越小越好）</translation>
  </message>
  <message>
   <source>Objective of the best plan known</source>
   <translation>已知最好方案的目标值</translation>
  </message>
  <message>
   <source>Objective {before:.4f} → {after:.4f} ({change:+.1f} %).</source>
   <translation>目标函数值 {before:.4f} → {after:.4f}（{change:+.1f}%）。</translation>
  </message>
  <message>
   <source>Objective {objective:.6f}, proven lower bound {bound:.6f}: at most {gap:.2f} % could be gained.</source>
   <translation>目标值 {objective:.6f}，已证下界 {bound:.6f}：至多还可改进 {gap:.2f} %。</translation>
  </message>
  <message>
   <source>Objective {objective:.6f}: proven optimal.</source>
   <translation>目标值 {objective:.6f}：已证最优。</translation>
  </message>
  <message>
   <source>Objective {objective:.6f}; no lower bound above 0 was proven.</source>
   <translation>目标值 {objective:.6f}；未证得大于 0 的下界。</translation>
  </message>
  <message>
   <source>Objective {own:.6f}, of the best plan known {best:.6f}: gap {gap:.2f} %.</source>
   <translation>目标值 {own:.6f}，已知最好方案 {best:.6f}：差距 {gap:.2f} %。</translation>
  </message>
  <message>
   <source>Of a GeoPackage the first layer is read.</source>
   <translation>GeoPackage 读取第一个图层。</translation>
  </message>
  <message>
   <source>Of the atlas {wanted} of {all} pages are printed, into a file of their own; they keep the numbers that they have in the whole atlas.</source>
   <translation>图集 {all} 页中打印 {wanted} 页，单独存为一个文件；图号和页码与全册一致。</translation>
  </message>
  <message>
   <source>Of the population from the mean of its parent’s districts</source>
   <translation>片区人口与同一上级内各片区平均人口的偏差</translation>
  </message>
  <message>
   <source>Of the result. It also says the zone of boundary points whose eastings have no zone number. Empty: that of the outlines; where that is in degrees, their 3-degree zone. It is never measured in.</source>
   <translation>成果的坐标系；界址点横坐标不带带号时也由它指明所在带。留空：与项目范围相同，范围以度为单位时取其所在 3 度带。面积和距离从不在此坐标系中量算。</translation>
  </message>
  <message>
   <source>Older plan</source>
   <translation>原方案</translation>
  </message>
  <message>
   <source>Older plan to compare with (table)</source>
   <translation>用于比较的原方案（表）</translation>
  </message>
  <message>
   <source>On the map</source>
   <translation>地图显示</translation>
  </message>
  <message>
   <source>One GeoPackage, a table for each report table</source>
   <translation>一个 GeoPackage，每张成果表一张数据表</translation>
  </message>
  <message>
   <source>One plan alone has no conflicts. Add a second plan (INPUT_B) or control lines (CONSTRAINTS).</source>
   <translation>只有一个规划，无从比较。请再给出乙规（INPUT_B）或控制线（CONSTRAINTS）。</translation>
  </message>
  <message>
   <source>One step, which can be undone in the drawing table</source>
   <translation>作为一步写入，可在绘制台撤销</translation>
  </message>
  <message>
   <source>Only figures; the plan stays as it is.</source>
   <translation>只存指标值，方案不变。</translation>
  </message>
  <message>
   <source>Only inside the lines</source>
   <translation>仅限管控线内</translation>
  </message>
  <message>
   <source>Only inside the township where the stroke begins</source>
   <translation>仅限落笔处所在乡镇</translation>
  </message>
  <message>
   <source>Only pieces that a line covers</source>
   <translation>仅输出控制线内的碎片</translation>
  </message>
  <message>
   <source>Only units without a district</source>
   <translation>仅限未划入片区的单元</translation>
  </message>
  <message>
   <source>Only what changed</source>
   <translation>只检查有变化的内容</translation>
  </message>
  <message>
   <source>Only what happened from this day on</source>
   <translation>只列出该日以后的事项</translation>
  </message>
  <message>
   <source>Only {unit} leads from the units {units} ({count}, {population:,.0f} people) to the rest of parent {parent}. They cannot make districts within the limits of their own, nor can what they leave over share one with {unit}. Widen TOLERANCE or the limits, change DISTRICTS or add LINKS.</source>
   <translation>单元 {units}（{count} 个，{population:,.0f} 人）只能经 {unit} 通向上级片区 {parent} 的其余部分。它们自身组不成符合限制的片区，剩下的部分也无法与 {unit} 同属一个片区。请放宽 TOLERANCE 或限制、改变 DISTRICTS，或补充 LINKS。</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>未处理</translation>
  </message>
  <message>
   <source>Open a county</source>
   <translation>打开县数据库</translation>
  </message>
  <message>
   <source>Open a county and check its data first.</source>
   <translation>请先打开一个县并检查其数据。</translation>
  </message>
  <message>
   <source>Open a county and draw its districts first.</source>
   <translation>请先打开县数据库，并划分片区。</translation>
  </message>
  <message>
   <source>Open a county and find its conflicts first.</source>
   <translation>请先打开县并分析冲突。</translation>
  </message>
  <message>
   <source>Open a county first.</source>
   <translation>请先打开县数据库。</translation>
  </message>
  <message>
   <source>Open a county …</source>
   <translation>打开县数据库…</translation>
  </message>
  <message>
   <source>Open a review round</source>
   <translation>开启评审轮次</translation>
  </message>
  <message>
   <source>Open again</source>
   <translation>重新打开</translation>
  </message>
  <message>
   <source>Open and accepted</source>
   <translation>待处理和已确认</translation>
  </message>
  <message>
   <source>Open file …</source>
   <translation>打开文件 …</translation>
  </message>
  <message>
   <source>Open for reading. {user} on {computer}, who had it since {since}, gives no sign any more. To go on drawing, take it over, unless it is still open there.</source>
   <translation>以只读方式打开。{computer} 上的 {user} 自 {since} 起占用本县数据，现已无响应。如需继续绘制，且确认对方已不再打开，请接管。</translation>
  </message>
  <message>
   <source>Open for reading: {user} on {computer} has it in hand since {since}. To draw, ask {user} to close the county, then try again.</source>
   <translation>只读：{user} 自 {since} 起在电脑 {computer} 上使用本县数据。如需修改，请让 {user} 关闭本县后重试。</translation>
  </message>
  <message>
   <source>Open round</source>
   <translation>开启本轮</translation>
  </message>
  <message>
   <source>Open round {number}? The plan is frozen as it stands, as what the round decides on.</source>
   <translation>开始第{number}轮？方案将按现状定格，作为本轮评审的依据。</translation>
  </message>
  <message>
   <source>Open the algorithm's dialog with the same parameters</source>
   <translation>以相同参数打开算法对话框</translation>
  </message>
  <message>
   <source>Open the first round once the plan is ready for it.</source>
   <translation>方案成熟后，开启第一轮评审。</translation>
  </message>
  <message>
   <source>Open the folder</source>
   <translation>打开文件夹</translation>
  </message>
  <message>
   <source>Open the round</source>
   <translation>开始轮次</translation>
  </message>
  <message>
   <source>Open, decided and slivers</source>
   <translation>未处理、已处理和细碎</translation>
  </message>
  <message>
   <source>Opening: broken rules</source>
   <translation>开启时：违反规则</translation>
  </message>
  <message>
   <source>Opens a review round of a plan: the plan is frozen with its tables, the objective among them, as the round's material, and those who take part can sign (signoff). Participants, agenda and days are as the catalogue of rounds says, or as they were set in the dock of rounds.

ROUND empty is the next round to be opened. It is refused while an earlier round is open, where nothing is drawn, or where the catalogue says that broken rules stand in the way; what does not stand in the way is told as a warning. DUE is until when to sign, DATE the day of the meeting; DUE empty is so many days from now as the catalogue says.</source>
   <translation>开启方案的一轮评审：冻结方案及其表格（含目标函数值）作为该轮材料，参加单位即可会签（signoff）。参加单位、议程和天数按轮次目录，或按评审轮次面板中的设定。

ROUND 为空时开启下一轮。前一轮尚未结束、尚未划分片区，或轮次目录规定违反规则不得开启时，不予开启；不构成障碍的以警告列出。DUE 为会签截止日期，DATE 为会议日期；DUE 为空时按目录规定的天数从今天起算。</translation>
  </message>
  <message>
   <source>Opinion</source>
   <translation>意见</translation>
  </message>
  <message>
   <source>Opinion changed</source>
   <translation>修改意见</translation>
  </message>
  <message>
   <source>Opinion entered</source>
   <translation>录入意见</translation>
  </message>
  <message>
   <source>Opinion withdrawn</source>
   <translation>撤回意见</translation>
  </message>
  <message>
   <source>Opinion {number} was changed meanwhile by someone else. Open the list again, then change it.</source>
   <translation>意见 {number} 已被他人修改。请重新打开列表后再改。</translation>
  </message>
  <message>
   <source>Opinions</source>
   <translation>意见</translation>
  </message>
  <message>
   <source>Opinions imported</source>
   <translation>导入意见</translation>
  </message>
  <message>
   <source>Opinions of no round without a decision: {numbers}. Give them their round, or decide them.</source>
   <translation>未注明轮次且未作决定的意见：{numbers}。请注明轮次，或作出决定。</translation>
  </message>
  <message>
   <source>Opinions without a decision</source>
   <translation>未定采纳情况的意见数</translation>
  </message>
  <message>
   <source>Opinions without a decision: {numbers}.</source>
   <translation>未定采纳情况的意见：{numbers}。</translation>
  </message>
  <message>
   <source>Opinions without a reply: {numbers}.</source>
   <translation>未答复的意见：{numbers}。</translation>
  </message>
  <message>
   <source>Opinions …</source>
   <translation>意见…</translation>
  </message>
  <message>
   <source>Options</source>
   <translation>选项</translation>
  </message>
  <message>
   <source>Or a file</source>
   <translation>或文件</translation>
  </message>
  <message>
   <source>Origin</source>
   <translation>来源</translation>
  </message>
  <message>
   <source>Other control lines</source>
   <translation>其他管控线</translation>
  </message>
  <message>
   <source>Other indicators</source>
   <translation>其他指标</translation>
  </message>
  <message>
   <source>Other plans</source>
   <translation>其他规划</translation>
  </message>
  <message>
   <source>Other work is still running. Wait for it, or cancel it.</source>
   <translation>另有任务正在运行，请等待或取消。</translation>
  </message>
  <message>
   <source>Out of date: {results}. Nothing that shows them is written; compute them again.</source>
   <translation>数据已变动，需更新：{results}。用到的表、图不予输出，请重新计算。</translation>
  </message>
  <message>
   <source>Out of date: {results}. What shows them is stamped; compute them again first.</source>
   <translation>数据已变动，需更新：{results}。用到的表、图将加注；建议先重新计算。</translation>
  </message>
  <message>
   <source>Outcome</source>
   <translation>结论</translation>
  </message>
  <message>
   <source>Outcomes</source>
   <translation>评审结果</translation>
  </message>
  <message>
   <source>Outline</source>
   <translation>项目范围</translation>
  </message>
  <message>
   <source>Output {layer} could not be written ({reason}). Check free disk space and write permission.</source>
   <translation>输出 {layer} 写入失败（{reason}）。请检查磁盘空间和写入权限。</translation>
  </message>
  <message>
   <source>Outputs</source>
   <translation>成果输出</translation>
  </message>
  <message>
   <source>Overall figures</source>
   <translation>总体指标</translation>
  </message>
  <message>
   <source>Overdue</source>
   <translation>逾期</translation>
  </message>
  <message>
   <source>Overdue since {date}.</source>
   <translation>已于 {date} 到期。</translation>
  </message>
  <message>
   <source>Overlay parcels with units and control lines</source>
   <translation>图斑与单元、控制线叠加</translation>
  </message>
  <message>
   <source>Overlay the parcels</source>
   <translation>叠加图斑</translation>
  </message>
  <message>
   <source>Overlay the parcels with the control lines.</source>
   <translation>请将图斑与控制线叠加。</translation>
  </message>
  <message>
   <source>Overlaying parcels and control lines …</source>
   <translation>正在叠加图斑与控制线…</translation>
  </message>
  <message>
   <source>Own tables</source>
   <translation>本县表格目录</translation>
  </message>
  <message>
   <source>Own template</source>
   <translation>本县模板</translation>
  </message>
  <message>
   <source>Own weights (for own)</source>
   <translation>自定权重（用于 own）</translation>
  </message>
  <message>
   <source>Own weights are given twice, by WEIGHTS_TABLE and by OWN_WEIGHTS. Leave one of them out.</source>
   <translation>WEIGHTS_TABLE 与 OWN_WEIGHTS 重复给出了自定权重，请去掉其中之一。</translation>
  </message>
  <message>
   <source>Own weights as text, instead of a table</source>
   <translation>以文本给出自定权重（代替表）</translation>
  </message>
  <message>
   <source>PARTICIPANT is empty. Say who signs.</source>
   <translation>PARTICIPANT 为空。请填写会签单位。</translation>
  </message>
  <message>
   <source>PDF files (*.pdf)</source>
   <translation>PDF 文件 (*.pdf)</translation>
  </message>
  <message>
   <source>PLANNED_VERSION is {value}; choose one of: {choices}.</source>
   <translation>PLANNED_VERSION 为 {value}；请从以下值中选择：{choices}。</translation>
  </message>
  <message>
   <source>PNG and SVG: a file for each page, in a folder that is called as the PDF.</source>
   <translation>PNG 和 SVG：每页一个文件，放在与 PDF 同名的文件夹里。</translation>
  </message>
  <message>
   <source>Page {page} could not be drawn (QGIS says {number}). Check free disk space and memory.</source>
   <translation>图件“{page}”未能绘制（QGIS 返回 {number}）。请检查磁盘空间和内存。</translation>
  </message>
  <message>
   <source>Page {page} of {pages}: {title}</source>
   <translation>第 {page} 页，共 {pages} 页：{title}</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>页数</translation>
  </message>
  <message>
   <source>Pages of (empty: all, or the units named above)</source>
   <translation>输出范围（留空：全部；上面指定了乡镇或片区时，只输出这些单位的页）</translation>
  </message>
  <message>
   <source>Pairs cut by borders</source>
   <translation>被边界分开的相邻单元对数</translation>
  </message>
  <message>
   <source>Pairwise judgements (for ahp and combined)</source>
   <translation>两两比较判断表（用于 ahp 和 combined）</translation>
  </message>
  <message>
   <source>Paper (landscape)</source>
   <translation>图幅（横向）</translation>
  </message>
  <message>
   <source>Parcel id field</source>
   <translation>图斑标识字段</translation>
  </message>
  <message>
   <source>Parcel's own unit</source>
   <translation>图斑坐落单位字段</translation>
  </message>
  <message>
   <source>Parcels</source>
   <translation>图斑</translation>
  </message>
  <message>
   <source>Parcels (DLTB)</source>
   <translation>地类图斑（DLTB）</translation>
  </message>
  <message>
   <source>Parcels cut by control lines</source>
   <translation>图斑与控制线叠加</translation>
  </message>
  <message>
   <source>Parcels set aside</source>
   <translation>未参与叠加的图斑</translation>
  </message>
  <message>
   <source>Parcels that may be adjusted</source>
   <translation>可调图斑</translation>
  </message>
  <message>
   <source>Parcels then sum to their unit's control area, units to the township's, townships to the county's, to 0.01 m².</source>
   <translation>平差后图斑面积之和等于其单元的控制面积，单元之和等于乡镇的控制面积，乡镇之和等于县的控制面积，精确到 0.01 平方米。</translation>
  </message>
  <message>
   <source>Parcels whose outline crosses itself are repaired; where that changes more, set aside.</source>
   <translation>自相交图斑自动修复；修复后面积变化超过该值的单独列出，不参与叠加。</translation>
  </message>
  <message>
   <source>Parcels, villages or control lines were changed since the saved overlay (land_area) was made; present figures and buildable land are those of then. Run overlayconstraints again and save the summary.</source>
   <translation>保存叠加结果（land_area）之后，图斑、村或控制线有变动；现状值和可建设用地仍是当时的。请重新运行 overlayconstraints 并保存汇总表。</translation>
  </message>
  <message>
   <source>Parent district field</source>
   <translation>上级片区字段</translation>
  </message>
  <message>
   <source>Parent {parent} falls into {parts} parts that no district may join (the smallest: {units}); they make {least} districts at least and {most} at most, but {districts} are asked for. Add LINKS, or change DISTRICTS, MAX_CROSSING or the limits.</source>
   <translation>上级片区 {parent} 分为 {parts} 个不能合入同一片区的部分（最小的一部分：{units}），最少可划 {least} 个、最多可划 {most} 个片区，而要求 {districts} 个。请增加 LINKS，或修改 DISTRICTS、MAX_CROSSING 或限值。</translation>
  </message>
  <message>
   <source>Parent {parent}: all populations are multiples of {step:,.0f}, and no multiple lies between {low:,.1f} and {high:,.1f}. Widen TOLERANCE or the limits, change DISTRICTS, or choose the POPULATION_FIELD.</source>
   <translation>上级片区 {parent}：所有人口数都是 {step:,.0f} 的倍数，而 {low:,.1f} 与 {high:,.1f} 之间没有这样的倍数。请放宽 TOLERANCE 或限制、改变 DISTRICTS，或选择 POPULATION_FIELD。</translation>
  </message>
  <message>
   <source>Parent {parent}: all populations are multiples of {step:,.0f}, so that a district has {low:,.0f} to {high:,.0f} people; {districts} districts cannot have {population:,.0f} in all. Widen TOLERANCE or the limits, change DISTRICTS, or choose the POPULATION_FIELD.</source>
   <translation>上级片区 {parent}：所有人口数都是 {step:,.0f} 的倍数，因此一个片区有 {low:,.0f} 至 {high:,.0f} 人；{districts} 个片区合计不可能是 {population:,.0f} 人。请放宽 TOLERANCE 或限制、改变 DISTRICTS，或选择 POPULATION_FIELD。</translation>
  </message>
  <message>
   <source>Parent {parent}: every one of {districts} districts must hold a unit marked in {field}, but only {holders} can be in different districts: {units}. Mark more units or ask for fewer districts.</source>
   <translation>上级片区 {parent}：{districts} 个片区每个都须含字段 {field} 所标记的单元，但只有 {holders} 个能分在不同片区：{units}。请标记更多单元或减少片区数。</translation>
  </message>
  <message>
   <source>Parent {parent}: no district is asked for.</source>
   <translation>上级片区 {parent}：没有要求任何片区。</translation>
  </message>
  <message>
   <source>Parent {parent}: no district round these centres can hold {units} within the limits. Choose another centre, or widen the limits.</source>
   <translation>上级片区 {parent}：围绕这些中心，任何片区都无法在限制内容纳 {units}。请另选中心或放宽限制。</translation>
  </message>
  <message>
   <source>Parent {parent}: no plan of {districts} districts within the limits was found (not proven impossible). The nearest one fails here: {nearest} Widen TOLERANCE or the limits, ask for another number of districts, or choose a higher EFFORT.</source>
   <translation>上级片区 {parent}：未找到符合限值的 {districts} 个片区的方案（未证明不可能）。最接近的方案不符合处：{nearest}请放宽 TOLERANCE 或限值，更改片区数，或提高 EFFORT。</translation>
  </message>
  <message>
   <source>Parent {parent}: no two of the units {units} fit into one district of {high:,.0f} people at most, but there are {count} of them and {districts} districts. Raise TOLERANCE or POPULATION_MAX, or ask for more districts.</source>
   <translation>上级片区 {parent}：单元 {units} 中任何两个都放不进一个至多 {high:,.0f} 人的片区，而这样的单元有 {count} 个，片区只有 {districts} 个。请提高 TOLERANCE 或 POPULATION_MAX，或增加片区数。</translation>
  </message>
  <message>
   <source>Parent {parent}: no {districts} connected districts keep all limits (proven: every possible district was looked at). Widen TOLERANCE, the limits of population and units, or change DISTRICTS.</source>
   <translation>上级片区 {parent}：不存在符合全部限值的 {districts} 个连片片区（已证明：所有可能的片区均已检查）。请放宽 TOLERANCE、人口和单元数限值，或修改 DISTRICTS。</translation>
  </message>
  <message>
   <source>Parent {parent}: no {districts} connected districts round these centres keep all limits (proven). Choose another centre, or widen the limits.</source>
   <translation>上级片区 {parent}：围绕这些中心不存在符合全部限制的 {districts} 个连片片区（已证明）。请另选中心或放宽限制。</translation>
  </message>
  <message>
   <source>Parent {parent}: no {districts} connected districts round these centres within the limits were found (not proven impossible). Choose another centre, or widen the limits.</source>
   <translation>上级片区 {parent}：围绕这些中心未找到符合限制的 {districts} 个连片片区（未证明不可行）。请另选中心或放宽限制。</translation>
  </message>
  <message>
   <source>Parent {parent}: unit {unit} alone has {population:,.0f} people, above the limit of {high:,.0f} for a district. Raise TOLERANCE or POPULATION_MAX, or ask for fewer districts.</source>
   <translation>上级片区 {parent}：单元 {unit} 单独就有 {population:,.0f} 人，超过一个片区的上限 {high:,.0f} 人。请提高 TOLERANCE 或 POPULATION_MAX，或减少片区数量。</translation>
  </message>
  <message>
   <source>Parent {parent}: units {units} need {needed} different districts (APART, LOCK or CENTRE), but there are {districts}. Ask for more districts or change the field.</source>
   <translation>上级片区 {parent}：单元 {units} 需要 {needed} 个不同片区（APART、LOCK 或 CENTRE），但只有 {districts} 个。请增加片区数或修改字段。</translation>
  </message>
  <message>
   <source>Parent {parent}: {centres} centres are nominated for {districts} districts. Every district needs its own.</source>
   <translation>上级片区 {parent}：{districts} 个片区只指定了 {centres} 个中心。每个片区须有自己的中心。</translation>
  </message>
  <message>
   <source>Parent {parent}: {districts} districts cannot be made of {units} units or bundles that stay together. Ask for fewer districts.</source>
   <translation>上级片区 {parent}：{units} 个单元（或必须同区的组）无法划为 {districts} 个片区。请减少片区数。</translation>
  </message>
  <message>
   <source>Parent {parent}: {found} districts instead of {wanted}.</source>
   <translation>上级片区 {parent}：有 {found} 个片区，应为 {wanted} 个。</translation>
  </message>
  <message>
   <source>Parent {parent}: {parts} parts hang together only through {unit}. However {districts} districts are shared over them, some district misses the limits. Widen TOLERANCE or the limits, change DISTRICTS or add LINKS.</source>
   <translation>上级片区 {parent}：有 {parts} 个部分只通过 {unit} 相连。无论 {districts} 个片区怎样分配给它们，总有片区不符合限制。请放宽 TOLERANCE 或限制、改变 DISTRICTS，或补充 LINKS。</translation>
  </message>
  <message>
   <source>Parent {parent}: {population:,.0f} people in {districts} districts cannot all lie between {low:,.0f} and {high:,.0f}. Change POPULATION_MIN, POPULATION_MAX or DISTRICTS.</source>
   <translation>上级片区 {parent}：{population:,.0f} 人划为 {districts} 个片区，不可能都在 {low:,.0f} 至 {high:,.0f} 人之间。请修改 POPULATION_MIN、POPULATION_MAX 或 DISTRICTS。</translation>
  </message>
  <message>
   <source>Parent {parent}: {units} units in {districts} districts cannot all have {low} to {high} units. Change MIN_UNITS, MAX_UNITS or DISTRICTS.</source>
   <translation>上级片区 {parent}：{units} 个单元划为 {districts} 个片区，不可能都有 {low} 至 {high} 个单元。请修改 MIN_UNITS、MAX_UNITS 或 DISTRICTS。</translation>
  </message>
  <message>
   <source>Parent {parent}: {units} units into {districts} districts …</source>
   <translation>上级片区 {parent}：{units} 个单元划为 {districts} 个片区…</translation>
  </message>
  <message>
   <source>Part {number} of {count}</source>
   <translation>第 {number} 处，共 {count} 处</translation>
  </message>
  <message>
   <source>Participant</source>
   <translation>参加单位</translation>
  </message>
  <message>
   <source>Participants</source>
   <translation>参加单位</translation>
  </message>
  <message>
   <source>Participants that have signed</source>
   <translation>已签署数</translation>
  </message>
  <message>
   <source>Partition into districts</source>
   <translation>划分片区</translation>
  </message>
  <message>
   <source>Partly adopted</source>
   <translation>部分采纳</translation>
  </message>
  <message>
   <source>Parts</source>
   <translation>块数</translation>
  </message>
  <message>
   <source>Pass down quotas</source>
   <translation>分解指标</translation>
  </message>
  <message>
   <source>Pass-down table</source>
   <translation>指标分解表</translation>
  </message>
  <message>
   <source>Passed down</source>
   <translation>指标分解</translation>
  </message>
  <message>
   <source>Passes the binding and expected indicators of the county (farmland holding, permanent basic farmland, ecological redline, construction land …) down to township districts, townships and villages.

QUOTAS holds the figures that are given, of any level: unit, indicator, value, and perhaps level and locked; or a row per unit and a column per indicator. Units and indicators go by code or name, in Chinese or English. Units of measure in headers, names or a column of their own (亩, 万亩) are converted. Figures that were given or locked in the plan's saved table stay, too, unless QUOTAS has another one. Where there is no figure, one is proposed: a share of the figure above, in proportion to BASIS, rounded so that the units below sum to it in every shown digit; a floor not below what is there now, a cap not beyond the room there is. Rates (per person) are handed on as they are.

CHECKS has a row per sum, limit and rate: the sum of the units below must reach a floor and keep a cap; what is over- or under-allocated is given as a figure and in words; units without a figure are named; at least 10 % (see the catalogue) of the construction quota must be kept for rural use. SHORTFALL_COUNT counts what a binding indicator does not pass.

Present figures come from the parcels; those of control lines, and buildable land, from the plan's saved overlay (overlayconstraints, saved as land_area). Keep OUTPUT with saveresult, KIND=quota.</source>
   <translation>把县级约束性和预期性指标（耕地保有量、永久基本农田保护面积、生态保护红线面积、建设用地规模等）逐级分解到镇级片区、乡镇和村。

QUOTAS 为已下达（给定）的指标值，任何层级均可：单元、指标、数值，可另有层级和锁定；也可以每个单元一行、每项指标一列。单元和指标用代码或名称，中英文均可。表头、指标名称或单独一列中的计量单位（亩、万亩等）自动换算。方案已保存的分解表中给定或锁定的数值同样保留，QUOTAS 另有数值时以其为准。没有数值处给出建议值：按 BASIS 的比例分解上级数值，按最大余数法取整，使下级之和在表中每一位都等于上级；下限类指标不低于现状，上限类指标不超过可用空间。人均等比率指标原样下传，不求和。

CHECKS 每项求和、上下限和比率核验一行：下级之和须不低于下限、不超过上限；超分或未分足的数额用数字和文字说明；没有数值的单元逐一列出；建设用地指标中用于乡村的份额不低于 10%（见目录）。SHORTFALL_COUNT 为约束性指标未通过的核验数。

现状值来自图斑；控制线的现状值和可建设用地来自方案已保存的叠加结果（overlayconstraints，以 land_area 保存）。用 saveresult（KIND=quota）保存 OUTPUT。</translation>
  </message>
  <message>
   <source>Passing the quotas down …</source>
   <translation>正在分解指标…</translation>
  </message>
  <message>
   <source>Paste lines of X and Y</source>
   <translation>粘贴 X、Y 坐标，每行一个点</translation>
  </message>
  <message>
   <source>Paste …</source>
   <translation>粘贴 …</translation>
  </message>
  <message>
   <source>People</source>
   <translation>人口</translation>
  </message>
  <message>
   <source>People and deviation of each district</source>
   <translation>各片区人口与偏差</translation>
  </message>
  <message>
   <source>People below</source>
   <translation>下辖人口</translation>
  </message>
  <message>
   <source>People below, itself counted</source>
   <translation>下辖人口（含本村）</translation>
  </message>
  <message>
   <source>People of the township</source>
   <translation>乡镇人口</translation>
  </message>
  <message>
   <source>People times squared distance from the centre, in 1,000 km²; less is more compact</source>
   <translation>人口与到中心距离平方之积，单位千人·km²；越小越紧凑</translation>
  </message>
  <message>
   <source>Per township and topic</source>
   <translation>分乡镇分主题</translation>
  </message>
  <message>
   <source>Percentile</source>
   <translation>百分位</translation>
  </message>
  <message>
   <source>Permanent basic farmland</source>
   <translation>永久基本农田</translation>
  </message>
  <message>
   <source>Permanent basic farmland (YJJBNTTB)</source>
   <translation>永久基本农田（YJJBNTTB）</translation>
  </message>
  <message>
   <source>Pick on the map</source>
   <translation>在地图上选取</translation>
  </message>
  <message>
   <source>Picture (*.png)</source>
   <translation>图片 (*.png)</translation>
  </message>
  <message>
   <source>Picture of the hierarchy</source>
   <translation>镇村体系图</translation>
  </message>
  <message>
   <source>Picture …</source>
   <translation>导出图片…</translation>
  </message>
  <message>
   <source>Pieces</source>
   <translation>叠加图斑</translation>
  </message>
  <message>
   <source>Place</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>Places named</source>
   <translation>列出的位置数</translation>
  </message>
  <message>
   <source>Places up or down against the weights saved with the plan</source>
   <translation>与方案已存权重相比上升或下降的位次</translation>
  </message>
  <message>
   <source>Plan</source>
   <translation>方案</translation>
  </message>
  <message>
   <source>Plan (number or name; empty: the current plan)</source>
   <translation>方案（编号或名称；留空为当前方案）</translation>
  </message>
  <message>
   <source>Plan a county (model)</source>
   <translation>全流程规划（模型）</translation>
  </message>
  <message>
   <source>Plan archived</source>
   <translation>方案归档</translation>
  </message>
  <message>
   <source>Plan as frozen on {date}</source>
   <translation>{date} 固定的方案</translation>
  </message>
  <message>
   <source>Plan branched</source>
   <translation>新建分支方案</translation>
  </message>
  <message>
   <source>Plan classes of 2020 (trial)</source>
   <translation>用地用海分类（2020 试行）</translation>
  </message>
  <message>
   <source>Plan classes of 2023</source>
   <translation>用地用海分类（2023）</translation>
  </message>
  <message>
   <source>Plan created</source>
   <translation>新建方案</translation>
  </message>
  <message>
   <source>Plan taken out of the archive</source>
   <translation>方案取消归档</translation>
  </message>
  <message>
   <source>Plan to choose</source>
   <translation>备选方案</translation>
  </message>
  <message>
   <source>Plan to improve</source>
   <translation>待改进的方案</translation>
  </message>
  <message>
   <source>Plan {id} “{name}”: {rows} rows taken, {moved} units change district.</source>
   <translation>方案 {id}“{name}”：读取 {rows} 行，{moved} 个单元改变片区。</translation>
  </message>
  <message>
   <source>Plan {name} is in hand; what it branched off stays as it is.</source>
   <translation>当前方案为 {name}，原方案保持不变。</translation>
  </message>
  <message>
   <source>Plan {plan} ({kind}): objective {objective:.4f}, {gap:+.1f} %; {units} units and {people:,.0f} people lie elsewhere.</source>
   <translation>方案 {plan}（{kind}）：目标值 {objective:.4f}，{gap:+.1f} %；{units} 个单元、{people:,.0f} 人划到别处。</translation>
  </message>
  <message>
   <source>Plan {plan}: {status}</source>
   <translation>方案 {plan}：{status}</translation>
  </message>
  <message>
   <source>Plan “{plan}” is approved and stays as it is. Draw on a branch of it, or withdraw the approval in the review rounds first.</source>
   <translation>方案“{plan}”已批准，不得改动。请另建分支后修改，或先在评审轮次中撤回批准。</translation>
  </message>
  <message>
   <source>Plan “{plan}” lies in the archive and stays as it is. Take it out in the review rounds first, or draw on a branch of it.</source>
   <translation>方案“{plan}”已归档，不得改动。请先在评审轮次中取消归档，或另建分支后修改。</translation>
  </message>
  <message>
   <source>Planned land use</source>
   <translation>规划用地图层</translation>
  </message>
  <message>
   <source>Planned population</source>
   <translation>规划人口</translation>
  </message>
  <message>
   <source>Planner</source>
   <translation>规划面板</translation>
  </message>
  <message>
   <source>Planning database</source>
   <translation>规划数据库</translation>
  </message>
  <message>
   <source>Planning database (*.gpkg)</source>
   <translation>规划数据库 (*.gpkg)</translation>
  </message>
  <message>
   <source>Planning roads …</source>
   <translation>正在规划道路…</translation>
  </message>
  <message>
   <source>Plans</source>
   <translation>方案</translation>
  </message>
  <message>
   <source>Point</source>
   <translation>点位</translation>
  </message>
  <message>
   <source>Point in {unit}</source>
   <translation>{unit}内点位</translation>
  </message>
  <message>
   <source>Population</source>
   <translation>人口</translation>
  </message>
  <message>
   <source>Population field</source>
   <translation>人口字段</translation>
  </message>
  <message>
   <source>Population field (empty: population)</source>
   <translation>人口字段（留空为 population）</translation>
  </message>
  <message>
   <source>Population is empty. Fill in field {field}.</source>
   <translation>人口为空，请补全字段 {field}。</translation>
  </message>
  <message>
   <source>Population is {township:,.0f}; its villages have {villages:,.0f}.</source>
   <translation>人口为 {township:,.0f}，所辖各村合计 {villages:,.0f}。</translation>
  </message>
  <message>
   <source>Population is {value}. Correct field {field}.</source>
   <translation>人口为 {value}，请更正字段 {field}。</translation>
  </message>
  <message>
   <source>Population is “{value}”, not a number. Correct field {field}.</source>
   <translation>人口为“{value}”，不是数字，请更正字段 {field}。</translation>
  </message>
  <message>
   <source>Population that moves</source>
   <translation>调整归属的人口</translation>
  </message>
  <message>
   <source>Population tolerance (%)</source>
   <translation>人口容差（%）</translation>
  </message>
  <message>
   <source>Potential of consolidation</source>
   <translation>整治潜力</translation>
  </message>
  <message>
   <source>Present land use</source>
   <translation>现状用地</translation>
  </message>
  <message>
   <source>Present, {unit}</source>
   <translation>现状（{unit}）</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>预览</translation>
  </message>
  <message>
   <source>Previous</source>
   <translation>上一个</translation>
  </message>
  <message>
   <source>Print both on one page with moved units hatched, and lists; a PDF, opened when it is done</source>
   <translation>两个方案并列打印在一页上，调整单元加晕线，附清单；生成 PDF，完成后自动打开</translation>
  </message>
  <message>
   <source>Print for the review: the plan before and after the round with moved units hatched, units whose district is not firm, open opinions as numbered points; a PDF in the folder of results, opened when it is done</source>
   <translation>打印评审用图：本轮前后方案对比（调整单元加晕线）、归属不稳的单元、未办结意见（编号点位）；PDF 写入成果文件夹，完成后自动打开</translation>
  </message>
  <message>
   <source>Print …</source>
   <translation>打印…</translation>
  </message>
  <message>
   <source>Printed</source>
   <translation>输出成果</translation>
  </message>
  <message>
   <source>Printed in the title block of the maps and at the head of the tables</source>
   <translation>印在图签和表头上</translation>
  </message>
  <message>
   <source>Printed on reports and maps; empty: what the villages say.</source>
   <translation>印在报表和图件上；留空则取村级图层中的县名。</translation>
  </message>
  <message>
   <source>Printing for the review …</source>
   <translation>正在打印评审用图…</translation>
  </message>
  <message>
   <source>Prints a plan as an atlas: cover, contents, maps of the county, of each township district and of each township, each with legend, scale bar, north arrow, title block and a small table. The PDF has contents that lead to the pages, bookmarks, searchable text, embedded fonts and the coordinates of its maps; the maps are drawn at round scales. On demand each page is a PNG (with its world file) or an SVG, too, in a folder beside the PDF.

Needs a planning database with a plan. A sheet whose data the county has not brought yet is left out, and the log says so.

SHEETS says what the atlas is made of, and numbers its pages (图号, page) from 1. TOWNSHIPS, DISTRICTS and SCOPES say which of its pages are printed: they keep the numbers that they have in the whole atlas, so that a page that is printed again takes the old one's place in the bound volume; the contents list the whole atlas. TOWNSHIPS=510722101 alone prints the pages of that township and nothing else.

SHEETS=review prints for a review: the plan before and after a round (ROUND) or beside another plan (PLAN_B) with moved units hatched, units whose district is not firm, and open opinions as numbered points, each with its list.

Layouts that “Atlas as print layouts” put into a project, and that were changed by hand there, are printed as they were changed, with the figures of today.

Sheets, their order, titles and layers are those of resources/catalogues/sheets.json; layouts and styles lie beside it and can be changed in QGIS.</source>
   <translation>把方案打印为图集：封面、目录、全县图件、每个镇级片区和每个乡镇各一页，均有图例、比例尺、指北针、图签和附表。PDF 的目录可点击跳转，带书签、可检索文字、嵌入字体和地图坐标；各图采用整数比例尺。需要时每页另存为 PNG（附坐标文件）或 SVG，放在 PDF 旁的文件夹中。

需要含有方案的规划数据库。县里尚无数据的图件不出图，并在日志中说明。

SHEETS 确定全册由哪些图件组成，图号和页码从 1 起编排。TOWNSHIPS、DISTRICTS 和 SCOPES 确定打印其中哪些页：图号和页码与全册一致，重新打印的页可直接替换装订成册中的旧页；目录列出全册。只给 TOWNSHIPS=510722101 时，仅打印该乡镇的页。

SHEETS=review 打印评审用图：方案在一轮评审前后（ROUND）或与另一方案（PLAN_B）的对比，调整单元加晕线；归属不稳的单元；未办结意见以编号点位表示；各附清单。

由“图集存为打印布局”放入工程并经手工修改的布局，按修改后的样式打印，数字为最新数据。

图件及其顺序、图名和图层见 resources/catalogues/sheets.json；布局和样式在其旁边，可在 QGIS 中修改。</translation>
  </message>
  <message>
   <source>Prints of a review: another plan</source>
   <translation>评审用图：另一方案</translation>
  </message>
  <message>
   <source>Prints of a review: round (empty: the last one opened)</source>
   <translation>评审用图：轮次（留空：最近开启的一轮）</translation>
  </message>
  <message>
   <source>Project</source>
   <translation>项目</translation>
  </message>
  <message>
   <source>Project (empty: the open one)</source>
   <translation>工程（留空：当前打开的工程）</translation>
  </message>
  <message>
   <source>Project footprints</source>
   <translation>项目红线</translation>
  </message>
  <message>
   <source>Project outlines</source>
   <translation>项目用地范围</translation>
  </message>
  <message>
   <source>Project with layouts</source>
   <translation>含布局的工程</translation>
  </message>
  <message>
   <source>Project {path} cannot be read ({reason}). Open and save it in QGIS, or choose another.</source>
   <translation>工程 {path} 无法读取（{reason}）。请在 QGIS 中打开并重新保存，或另选一个工程。</translation>
  </message>
  <message>
   <source>Projects added</source>
   <translation>增加项目</translation>
  </message>
  <message>
   <source>Projects by line</source>
   <translation>项目与控制线</translation>
  </message>
  <message>
   <source>Projects that do not conform</source>
   <translation>不符合的项目数</translation>
  </message>
  <message>
   <source>Projects that need argument</source>
   <translation>需论证的项目数</translation>
  </message>
  <message>
   <source>Proposals in proportion to</source>
   <translation>建议值的分解依据</translation>
  </message>
  <message>
   <source>Propose every figure that is not locked</source>
   <translation>对所有未锁定的数值重新建议</translation>
  </message>
  <message>
   <source>Propose the rest</source>
   <translation>建议其余</translation>
  </message>
  <message>
   <source>Proven lower bound of the objective</source>
   <translation>目标值的已证下界</translation>
  </message>
  <message>
   <source>Proven optimal</source>
   <translation>已证最优</translation>
  </message>
  <message>
   <source>Public</source>
   <translation>公众</translation>
  </message>
  <message>
   <source>Public facilities</source>
   <translation>公共服务设施</translation>
  </message>
  <message>
   <source>Push the edge</source>
   <translation>推移边界</translation>
  </message>
  <message>
   <source>Push the edge (E): drag from a district into its neighbour</source>
   <translation>推移边界（E）：从一个片区拖入相邻片区</translation>
  </message>
  <message>
   <source>Put away</source>
   <translation>清除</translation>
  </message>
  <message>
   <source>Put back what was there before</source>
   <translation>恢复导入前的内容</translation>
  </message>
  <message>
   <source>Put back.</source>
   <translation>已放回原处。</translation>
  </message>
  <message>
   <source>Put down the signature of the selected participants (Ctrl+Enter)</source>
   <translation>登记所选单位的签署（Ctrl+Enter）</translation>
  </message>
  <message>
   <source>Put the plan away: nothing in its rounds can be changed until it is taken out</source>
   <translation>方案归档后，取消归档前各轮评审均不能更改</translation>
  </message>
  <message>
   <source>Puts down what participants of the open round sign: agree, agree_with_changes or disagree, in place of what they signed before; withdraw takes a signature back. All of it goes into the record.

PARTICIPANT holds one name or several, separated by commas, as the round names them; all of them sign, or none where one is unknown. SIGNED_BY is the person who signed; the catalogue of rounds says whether it may be empty. DATE empty is today. SIGNED and MISSING count the participants of the round with and without a signature afterwards.</source>
   <translation>登记进行中轮次的会签意见：agree（同意）、agree_with_changes（修改后同意）或 disagree（不同意），替换该单位先前的会签；withdraw 为撤回会签。全部记入工作记录。

PARTICIPANT 填一个或多个单位名称，用逗号分隔，名称与轮次中一致；全部登记，若有一个单位不在该轮则一个也不登记。SIGNED_BY 为签署人，可否不填由评审轮次目录规定；DATE 为空则为今天。SIGNED、MISSING 为登记后该轮已会签和未会签的单位数。</translation>
  </message>
  <message>
   <source>Puts each village into a type (suburban-integrated, clustering, to be improved, heritage, relocate and merge; the list is the county’s to set) by rules on indicators, facilities and control lines, and says which rule fired with its figures, which type is next best and how near it is. The rules are a catalogue (RULES): the first that holds decides. They are a proposal, to be set by the county.

Give DATABASE and PLAN, or a layer of villages (INPUT); with both, the layer’s fields go before those of the database, which adds facilities and control lines. Types that a user decided on (in the database, or by DECIDED_FIELD of the layer) are kept, and the reason says what the rules would have given.

OUTPUT: all fields and village_type (id), type_name, type_rule, type_reason, next_type, next_distance (how much its nearest rule lacks, in standard deviations of all villages; 0: it holds as well), decided_by_user, layout. The 1+X+Y layout counts central towns (1), central villages (X: central) and villages that stay (Y: retained); villages of a type that is not retained are neither. LAYOUT: these counts and lists for the county, each township district and each township.</source>
   <translation>按指标、设施和控制线的规则划分村庄类型（城郊融合、集聚建设、整治提升、特色保护、搬迁撤并；清单可由县里自定），并说明是哪条规则起作用及其数值、次近的类型是什么、差多少。规则是一个目录（RULES），按顺序试用，先符合的为准。自带规则仅为建议，应由县里审定。

可给出 DATABASE 和 PLAN，或村庄图层（INPUT）；两者都给时，图层字段优先，数据库补充设施和控制线。用户已确定的类型（数据库中的，或图层 DECIDED_FIELD 标出的）保持不变，理由中说明按规则应为何类。

OUTPUT：全部字段，以及 village_type（标识）、type_name、type_rule、type_reason、next_type、next_distance（其最接近的规则所差，以全部村庄的标准差计；0 为同时符合）、decided_by_user、layout。1+X+Y 布局统计中心镇（1）、中心村（X：central）和保留村（Y：retained）；属于不保留类型的村庄两者皆非（neither）。LAYOUT：全县、各镇级片区和各乡镇的数量与名单。</translation>
  </message>
  <message>
   <source>Puts the pages of the atlas into a project as ordinary print layouts: open one in the layout manager, move items, change colours and texts, delete or add what you like, and save the project. “Export atlas” prints them as you changed them, with the figures of today; this algorithm, run again, brings the layouts up to date and keeps your changes, too. A table or text that you rewrote yourself stays as you wrote it, and the log says so.

Each page has its own layers in the group “Atlas” (pages that show the same share one); a style that you change there stays. Their features lie in a GeoPackage beside the project and are made anew with the page, so do not edit them.

Pages are numbered as in the whole atlas, also where SHEETS, TOWNSHIPS or DISTRICTS name only some of them; layouts of other pages that the project has already stay as they are.

Without a project file the open project is used; it must have been saved once.</source>
   <translation>把图集各页作为普通打印布局放入工程：在布局管理器中打开，可移动图面要素，修改颜色和文字，随意删除或添加内容，然后保存工程。“输出图集”按修改后的样子打印，数据取最新成果；再次运行本工具，布局更新到最新，人工修改同样保留。人工改写过的表格或文字保持改写后的内容，并在日志中说明。

各页的图层在“图集”图层组中（内容相同的页共用一个图层），在那里修改的样式会保留。图层要素存放在工程旁边的 GeoPackage 中，随页面重新生成，请勿编辑。

图号和页码始终按全册编排，即使 SHEETS、TOWNSHIPS 或 DISTRICTS 只指定其中几页；工程中已有的其他页的布局保持不变。

不指定工程文件时使用当前打开的工程，该工程须已保存过。</translation>
  </message>
  <message>
   <source>Putting the pages together …</source>
   <translation>正在合并各页…</translation>
  </message>
  <message>
   <source>Python packages are missing: {packages}. The README, section “Without internet”, tells how to add them.</source>
   <translation>缺少 Python 程序包：{packages}。安装方法见 README“离线安装”一节。</translation>
  </message>
  <message>
   <source>QGIS projects (*.qgz *.qgs)</source>
   <translation>QGIS 工程 (*.qgz *.qgs)</translation>
  </message>
  <message>
   <source>Question</source>
   <translation>题目</translation>
  </message>
  <message>
   <source>Questionnaires</source>
   <translation>问卷</translation>
  </message>
  <message>
   <source>Questionnaires imported</source>
   <translation>导入问卷</translation>
  </message>
  <message>
   <source>Questionnaires …</source>
   <translation>问卷…</translation>
  </message>
  <message>
   <source>Questions ({count})</source>
   <translation>题目（{count}）</translation>
  </message>
  <message>
   <source>Quotas and targets</source>
   <translation>指标分解与目标</translation>
  </message>
  <message>
   <source>Quotas and targets …</source>
   <translation>指标分解与目标…</translation>
  </message>
  <message>
   <source>ROADS holds no roads: distances are straight.</source>
   <translation>ROADS 图层中没有道路，按直线距离测算。</translation>
  </message>
  <message>
   <source>Radiation (empty: as the rules say)</source>
   <translation>辐射力测算方法（空：按规则目录）</translation>
  </message>
  <message>
   <source>Rank</source>
   <translation>位次</translation>
  </message>
  <message>
   <source>Rank by TOPSIS under the same weights</source>
   <translation>相同权重下 TOPSIS 法的位次</translation>
  </message>
  <message>
   <source>Rank shift</source>
   <translation>位次变化</translation>
  </message>
  <message>
   <source>Rank shift between two weightings</source>
   <translation>两种权重下的位次变化</translation>
  </message>
  <message>
   <source>Ranking</source>
   <translation>排序</translation>
  </message>
  <message>
   <source>Ranks</source>
   <translation>位次表</translation>
  </message>
  <message>
   <source>Ranks, weights, firmness and charts into an Excel workbook</source>
   <translation>将位次、权重、稳健性和图表写入 Excel 工作簿</translation>
  </message>
  <message>
   <source>Rate, %</source>
   <translation>完成率，%</translation>
  </message>
  <message>
   <source>Raw layers of the county</source>
   <translation>县原始图层</translation>
  </message>
  <message>
   <source>Read a boundary-point file (TXT)</source>
   <translation>读取界址点坐标文件（TXT）</translation>
  </message>
  <message>
   <source>Read again</source>
   <translation>重新读取</translation>
  </message>
  <message>
   <source>Read as</source>
   <translation>识别为</translation>
  </message>
  <message>
   <source>Read by name</source>
   <translation>按名称读取</translation>
  </message>
  <message>
   <source>Read matrices from a workbook</source>
   <translation>从工作簿读取判断矩阵</translation>
  </message>
  <message>
   <source>Read only: another program holds the file, or it is write-protected.</source>
   <translation>只读：文件被其他程序占用，或有写保护。</translation>
  </message>
  <message>
   <source>Read opinions from a workbook</source>
   <translation>从工作簿读取意见</translation>
  </message>
  <message>
   <source>Read questionnaires from a workbook; answers per township and topic</source>
   <translation>从工作簿读取问卷；各乡镇各主题答案数</translation>
  </message>
  <message>
   <source>Read the districts of this level from the county</source>
   <translation>从县域数据库读取该层级的片区</translation>
  </message>
  <message>
   <source>Read the hierarchy of the plan again</source>
   <translation>重新读取本方案的镇村体系</translation>
  </message>
  <message>
   <source>Reading quotas and targets …</source>
   <translation>正在读取指标和目标…</translation>
  </message>
  <message>
   <source>Reading the hierarchy …</source>
   <translation>正在读取镇村体系…</translation>
  </message>
  <message>
   <source>Reading the plan …</source>
   <translation>正在读取方案…</translation>
  </message>
  <message>
   <source>Reading the planning database …</source>
   <translation>正在读取规划数据库…</translation>
  </message>
  <message>
   <source>Reading was cancelled.</source>
   <translation>读取已取消。</translation>
  </message>
  <message>
   <source>Reading {count} units …</source>
   <translation>正在读取{count}个单元……</translation>
  </message>
  <message>
   <source>Reading {file} …</source>
   <translation>正在读取 {file}…</translation>
  </message>
  <message>
   <source>Reading {layer} …</source>
   <translation>正在读取 {layer} …</translation>
  </message>
  <message>
   <source>Reading …</source>
   <translation>正在读取…</translation>
  </message>
  <message>
   <source>Reads a form of the report that is filled in by hand from a workbook (.xlsx, or .csv in UTF-8 or GBK): safeguard measures, tenure adjustment, the list of sector plans, and every table of kind “brought” in the county’s own table catalogue. Columns are known by the heads that the catalogue gives them; exportform writes a blank form.

The rows take the place of all rows that were imported for this form before. Rows of totals are skipped, totals are computed. Areas are in hectares, or in the unit that the header or the cell names.

A column that the form must have, but that stands under another head, refuses the whole workbook.

Every row at fault is named with sheet, cell, what is wrong and the cure, in the log and in ERRORS. ON_ERROR: refuse imports nothing where a row is at fault, good imports the others.</source>
   <translation>从工作簿（.xlsx，或 UTF-8、GBK 编码的 .csv）读取报告中由人工填报的表：保障措施、权属调整、专项规划清单，以及本县表格目录中 kind 为 brought 的各表。各列按目录中的表头识别；“导出填报表”可写出空白表。

导入的行整体替换该表此前导入的全部行。合计行跳过，合计由程序计算。面积以公顷计，或以表头、单元格注明的单位计。

必填的列若用了别的表头，整个工作簿都不导入。

有问题的行逐一在日志和 ERRORS 中列出工作表、单元格、问题和改法。ON_ERROR：refuse 有问题即全部不导入，good 只导入其余各行。</translation>
  </message>
  <message>
   <source>Reads a statistics workbook as it comes (.xlsx, or .csv in UTF-8 or GBK) into the planning database's figures: title rows, headers over several rows, units of measure in the header or above the table, names instead of codes, several tables on a sheet, years side by side, tables with the units across.

A figure is taken only where unit, indicator, unit of measure and number are certain. Everything else is named with sheet and cell and what to do, in the log and in the table MESSAGES: names that the county does not have with the nearest ones, headers that are no indicator, blanks, dates, formula errors, merged figures, figures that are not plausible, totals that are not the sum.

ANSWERS is a JSON file that settles doubtful headers, rows and cells once and for next year: {"headers": {"产值": {"indicator": "A2", "unit": "亿元"}, "备注": null}, "rows": {"关桥镇": "510722105", "县直": null}, "cells": {"Sheet1!C5": 120}}. The keys are the texts of the field key of MESSAGES; null leaves out.

ON_ERROR: refuse takes nothing where there is an error, certain takes the figures that are certain. EXISTING says what becomes of figures that the database has otherwise for the same unit, indicator and year. All figures are stored, or none.</source>
   <translation>把统计表原样（.xlsx，或 UTF-8、GBK 编码的 .csv）读入规划数据库的指标值：标题行、多行表头、写在表头或表上方的计量单位、只有名称没有代码、一张工作表上有多个表、多个年份并列、单位横排的表，都能识别。

只有单位、指标、计量单位和数值都确定的数据才会取用。其余的都在日志和“消息”表（MESSAGES）中指明工作表和单元格，并说明如何处理：县内没有的名称（列出最相近的）、不是指标的表头、空白、日期、公式错误、合并单元格中的数值、不合理的数值、与分项之和不符的合计。

ANSWERS 是一个 JSON 文件，把存疑的表头、行和单元格一次确定下来，来年继续使用：{"headers": {"产值": {"indicator": "A2", "unit": "亿元"}, "备注": null}, "rows": {"关桥镇": "510722105", "县直": null}, "cells": {"Sheet1!C5": 120}}。键名取自 MESSAGES 的 key 字段；null 表示不取。

ON_ERROR：refuse 表示有错误时一个数也不取，certain 表示只取确定的数值。EXISTING 决定数据库中同一单位、同一指标、同一年份已有不同数值时如何处理。数值要么全部入库，要么全不入库。</translation>
  </message>
  <message>
   <source>Reads opinions and public comments from a workbook (.xlsx, or .csv in UTF-8 or GBK): a row each. Columns are known by their headers: 来源/部门, 日期, 乡镇, 村, 片区, 主题, 意见, 回复, 采纳情况, 理由, 修改处, 责任单位, 办理期限, coordinates. The forms of exportopinions come back through the same import.

What no column says is taken from SOURCE, KIND and ROUND, else from the lines above the table (部门：…). The topic is proposed by the words of the opinion where the workbook names none.

Every row at fault is named with sheet, cell, what is wrong, the cure and the nearest names, in the log and in ERRORS. ON_ERROR: refuse imports nothing where a row is at fault, good imports the others. A second import of the same rows adds nothing; what is empty in the database is filled in from them. EXISTING says what becomes of a reply or decision that is there with other words: error the row is at fault, keep it stays, replace the workbook wins.</source>
   <translation>从工作簿（.xlsx，或 UTF-8、GBK 编码的 .csv）读取意见和公众意见，每行一条。按表头识别各列：来源/部门、日期、乡镇、村、片区、主题、意见、回复、采纳情况、理由、修改处、责任单位、办理期限、坐标。“导出意见和征求表”生成的征求表填好后也由此导入。

列中未写的，取自 SOURCE、KIND 和 ROUND，再取自表上方的文字（部门：…）。工作簿未写主题的，按意见内容自动建议。

每个有误的行都在日志和 ERRORS 中列出工作表、单元格、问题、处理办法和相近名称。ON_ERROR：refuse 有误即不导入，good 导入其余的行。重复导入相同的行不会增加意见，只补充数据库中空缺的内容。EXISTING 决定已有的回复或采纳情况与工作簿不同时如何处理：error 列为有误，keep 保留已有，replace 以工作簿为准。</translation>
  </message>
  <message>
   <source>Reads questionnaires from a workbook (.xlsx, or .csv in UTF-8 or GBK). A row is one questionnaire: its number, village or township by name or code, date, then a column per question: one choice, several choices in one cell, or free text. Or answers that were counted: unit, question, answer, count. Names and telephone numbers of persons are not read.

Answers are coded by topic: by the words of the question, where it has none by those of the answer; topics and words are the catalogue opinion_topics. MAPPING is a JSON file that settles it otherwise: {"questions": {"您最关心的事": {"topic": "transport", "kind": "multiple"}, "年龄": {"kind": "skip"}}, "rows": {"关桥镇": "510722105"}}.

Every row at fault is named with sheet, cell, what is wrong, the cure and the nearest names, in the log and in ERRORS. ON_ERROR: refuse imports nothing where a row is at fault, good imports the others. A questionnaire that is there already with the same answers is skipped; with others it is at fault.

COUNTS has the answers of all questionnaires per township and topic.</source>
   <translation>从工作簿（.xlsx，或 UTF-8、GBK 编码的 .csv）读取问卷。每行一份问卷：编号、村或乡镇的名称或代码、日期，其后每题一列：单选、一格内多选或自由填写；也可以是汇总好的答案：单位、题目、选项、人数。不读取个人姓名和电话。

答案按主题归类：先按题目的用词，题目无主题词的按答案的用词；主题和用词见目录 opinion_topics。MAPPING 是另行确定归类的 JSON 文件：{"questions": {"您最关心的事": {"topic": "transport", "kind": "multiple"}, "年龄": {"kind": "skip"}}, "rows": {"关桥镇": "510722105"}}。

每个有误的行都在日志和 ERRORS 中列出工作表、单元格、问题、处理办法和相近名称。ON_ERROR：refuse 有误即不导入，good 导入其余的行。编号和答案都相同的问卷跳过；编号相同而答案不同的列为有误。

COUNTS 为全部问卷各乡镇各主题的答案数。</translation>
  </message>
  <message>
   <source>Reads which unit belongs to which district from a layer or table (INPUT) or a file (FILE: .csv, .xlsx, .gpkg, .shp) into a plan, as one step that can be undone. What exportassignment writes is read as it is.

The fields are known by their names: code (代码), district (片区), and where there are such name (名称), township (乡镇), district_name (片区名), role (角色); CODE_FIELD and DISTRICT_FIELD choose others of INPUT. What a spreadsheet does to codes is undone where that is certain: a code as a number, with a trailing .0, without its leading zeros.

Every bad row is named in the log and in the table ERRORS, with what is wrong and the cure: no code, an unknown one with the nearest units, one that occurs twice, one of the other level, one whose name says another unit, no district, a district that a spreadsheet made a date of, a village district that crosses township districts, a locked district. Where names are the county's and codes are not, the table is of another year: MATCH=name reads it by name.

ON_ERROR: refuse writes nothing where a row is bad; certain leaves bad rows out, their units keep the district they have. MISSING says what becomes of units that get no district from the table: refuse counts them as bad rows, unassigned takes them out of their district, keep leaves them where they are.</source>
   <translation>从图层或表格（INPUT）或文件（FILE：.csv、.xlsx、.gpkg、.shp）读取每个单元所属的片区并写入方案，作为可撤销的一步。exportassignment 写出的文件可原样读回。

字段按名称识别：code（代码）、district（片区），以及可有可无的 name（名称）、township（乡镇）、district_name（片区名）、role（角色）；CODE_FIELD 和 DISTRICT_FIELD 可指定 INPUT 的其他字段。电子表格对代码的改动，凡能确定的都会还原：变成数字的代码、末尾多出的 .0、丢失的前导零。

每个有误的行都在日志和 ERRORS 表中列出，并说明错在哪里、如何改正：没有代码、代码不存在（并给出最接近的单元）、代码重复、代码属于另一级、名称与代码不是同一单元、没有片区、片区被电子表格变成日期、村级片区跨镇级片区、片区已锁定。名称属于本县而代码不是时，说明表格用的是其他年份的代码：MATCH=name 按名称读取。

ON_ERROR：refuse 只要有误就不写入；certain 略过有误的行，其单元保持原片区。MISSING 决定表中没有片区的单元如何处理：refuse 视为有误，unassigned 移出原片区，keep 保持不变。</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>理由</translation>
  </message>
  <message>
   <source>Reason for accepting, then Enter</source>
   <translation>填写确认理由后按回车</translation>
  </message>
  <message>
   <source>Reason, then Enter</source>
   <translation>理由，填写后按回车</translation>
  </message>
  <message>
   <source>Reasons</source>
   <translation>位次由来</translation>
  </message>
  <message>
   <source>Record</source>
   <translation>工作记录</translation>
  </message>
  <message>
   <source>Record …</source>
   <translation>工作记录…</translation>
  </message>
  <message>
   <source>Rectangle</source>
   <translation>矩形</translation>
  </message>
  <message>
   <source>Rectangle (R): all units that it touches</source>
   <translation>矩形（R）：与矩形相交的全部单元</translation>
  </message>
  <message>
   <source>Red lights of the county</source>
   <translation>全县红灯数</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <source>Redo (Ctrl+Shift+Z)</source>
   <translation>重做（Ctrl+Shift+Z）</translation>
  </message>
  <message>
   <source>Redo: {what} – Ctrl+Shift+Z</source>
   <translation>重做：{what}（Ctrl+Shift+Z）</translation>
  </message>
  <message>
   <source>Redone and saved: {what}</source>
   <translation>已重做并保存：{what}</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>删除</translation>
  </message>
  <message>
   <source>Remove the entry in hand</source>
   <translation>删除当前条目</translation>
  </message>
  <message>
   <source>Remove this expert with all judgements (can be undone)</source>
   <translation>删除该专家及其全部判断（可撤销）</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>改名</translation>
  </message>
  <message>
   <source>Rename this expert</source>
   <translation>修改该专家的名称</translation>
  </message>
  <message>
   <source>Replied</source>
   <translation>已回复</translation>
  </message>
  <message>
   <source>Replies and decisions that exist already</source>
   <translation>已有的回复和采纳情况</translation>
  </message>
  <message>
   <source>Reply</source>
   <translation>回复</translation>
  </message>
  <message>
   <source>Report on {project} …</source>
   <translation>正在编制 {project} 的预审报告 …</translation>
  </message>
  <message>
   <source>Report tables per township</source>
   <translation>分乡镇成果报表</translation>
  </message>
  <message>
   <source>Reports written to {folder}.</source>
   <translation>报告已写入 {folder}。</translation>
  </message>
  <message>
   <source>Resolution (dpi)</source>
   <translation>分辨率（dpi）</translation>
  </message>
  <message>
   <source>Resolution of pictures, and of what a PDF holds as pictures; 300 for print</source>
   <translation>图片及 PDF 中图像部分的分辨率；印刷用 300</translation>
  </message>
  <message>
   <source>Responsible</source>
   <translation>责任单位</translation>
  </message>
  <message>
   <source>Restore</source>
   <translation>恢复</translation>
  </message>
  <message>
   <source>Restore contiguity</source>
   <translation>恢复连片</translation>
  </message>
  <message>
   <source>Restore contiguity: pieces that are cut off go to the neighbour that suits them best</source>
   <translation>恢复连片：将飞地并入最合适的相邻片区</translation>
  </message>
  <message>
   <source>Restored and saved: {name}, {count} units changed district.</source>
   <translation>已恢复并保存：{name}，{count} 个单元改变片区。</translation>
  </message>
  <message>
   <source>Restored {name}, {count} units changed district; {missing} units are no longer in the county: {codes}</source>
   <translation>已恢复“{name}”，{count} 个单元变更片区；{missing} 个单元已不在本县数据中：{codes}</translation>
  </message>
  <message>
   <source>Result removed: its districts are others now</source>
   <translation>结果已删除：所属片区已更换</translation>
  </message>
  <message>
   <source>Result saved</source>
   <translation>保存结果</translation>
  </message>
  <message>
   <source>Result to save</source>
   <translation>要保存的成果</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>成果</translation>
  </message>
  <message>
   <source>Results were computed from what has changed since: compute them again, then print again.</source>
   <translation>计算成果所用的数据此后已变动：请重新计算，再重新输出。</translation>
  </message>
  <message>
   <source>Retained (Y)</source>
   <translation>保留村（Y）</translation>
  </message>
  <message>
   <source>Review</source>
   <translation>评审</translation>
  </message>
  <message>
   <source>Review round (empty: all)</source>
   <translation>评审轮次（空：全部）</translation>
  </message>
  <message>
   <source>Review round (empty: as the workbook says)</source>
   <translation>评审轮次（空：按工作簿所写）</translation>
  </message>
  <message>
   <source>Review round (empty: the current one)</source>
   <translation>评审轮次（空：当前轮次）</translation>
  </message>
  <message>
   <source>Review round of rows that say none</source>
   <translation>未写轮次的行所属的评审轮次</translation>
  </message>
  <message>
   <source>Review rounds</source>
   <translation>评审轮次</translation>
  </message>
  <message>
   <source>Review status</source>
   <translation>评审进展</translation>
  </message>
  <message>
   <source>Ridge factor</source>
   <translation>扣除地类系数字段</translation>
  </message>
  <message>
   <source>Right as it stands; not saved yet.</source>
   <translation>内容无误，尚未保存。</translation>
  </message>
  <message>
   <source>Right button</source>
   <translation>右键</translation>
  </message>
  <message>
   <source>Road speeds</source>
   <translation>道路车速</translation>
  </message>
  <message>
   <source>Roads</source>
   <translation>道路</translation>
  </message>
  <message>
   <source>Roads (travel is measured over them)</source>
   <translation>道路图层（按路网计算行程时间）</translation>
  </message>
  <message>
   <source>Roads join within (m)</source>
   <translation>道路相接容差（m）</translation>
  </message>
  <message>
   <source>Roads that cross are joined</source>
   <translation>相交的道路相接</translation>
  </message>
  <message>
   <source>Role</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>Round</source>
   <translation>轮次</translation>
  </message>
  <message>
   <source>Round changed</source>
   <translation>修改轮次</translation>
  </message>
  <message>
   <source>Round closed</source>
   <translation>结束轮次</translation>
  </message>
  <message>
   <source>Round opened</source>
   <translation>开启轮次</translation>
  </message>
  <message>
   <source>Round the mean of each parent, limits included. Empty: no limits. Kept in any case.</source>
   <translation>以各上级片区的平均人口为准，含上下限。留空：不限。给定即必须遵守。</translation>
  </message>
  <message>
   <source>Round {earlier} has not been passed yet: round {number} comes after it.</source>
   <translation>第 {earlier} 轮尚未通过，第 {number} 轮须在其后进行。</translation>
  </message>
  <message>
   <source>Round {number} cannot end with “{outcome}”; the catalogue of rounds allows: {allowed}.</source>
   <translation>第 {number} 轮不能以“{outcome}”结束；评审轮次目录允许：{allowed}。</translation>
  </message>
  <message>
   <source>Round {number} has no participants. Name who takes part first.</source>
   <translation>第 {number} 轮没有参加单位。请先填写参加单位。</translation>
  </message>
  <message>
   <source>Round {number} is closed and stays as it is. A round that was returned is held again as a further round.</source>
   <translation>第 {number} 轮已结束，不再更改。退回的轮次另开一轮重新评审。</translation>
  </message>
  <message>
   <source>Round {number} is closed. Next: round {next}.</source>
   <translation>第 {number} 轮已结束。下一步：第 {next} 轮。</translation>
  </message>
  <message>
   <source>Round {number} is closed; the plan is approved.</source>
   <translation>第 {number} 轮已结束，方案已批准。</translation>
  </message>
  <message>
   <source>Round {number} is closed; what it was stays on record as it was.</source>
   <translation>第 {number} 轮已结束，其内容按原样保存。</translation>
  </message>
  <message>
   <source>Round {number} is not open yet. Open it first.</source>
   <translation>第 {number} 轮尚未开启。请先开启。</translation>
  </message>
  <message>
   <source>Round {number} is open already.</source>
   <translation>第 {number} 轮已经开启。</translation>
  </message>
  <message>
   <source>Round {number} is open, the plan is frozen. Due: {due}.</source>
   <translation>第 {number} 轮已开启，方案成果已固定。期限：{due}。</translation>
  </message>
  <message>
   <source>Round {number} is saved.</source>
   <translation>第 {number} 轮已保存。</translation>
  </message>
  <message>
   <source>Round {number} is still open. Close it first.</source>
   <translation>第 {number} 轮尚未结束。请先结束。</translation>
  </message>
  <message>
   <source>Round {number} of the plan was not opened yet, so that there is no plan to compare with. Open it, or name another round: {rounds}.</source>
   <translation>方案的第 {number} 轮尚未开启，没有可对比的方案。请先开启该轮，或改用其他轮次：{rounds}。</translation>
  </message>
  <message>
   <source>Round:</source>
   <translation>轮次：</translation>
  </message>
  <message>
   <source>Rounds</source>
   <translation>评审轮次</translation>
  </message>
  <message>
   <source>Rounds and participants</source>
   <translation>轮次与参加单位</translation>
  </message>
  <message>
   <source>Rounds …</source>
   <translation>评审轮次…</translation>
  </message>
  <message>
   <source>Row</source>
   <translation>行名</translation>
  </message>
  <message>
   <source>Row no.</source>
   <translation>行号</translation>
  </message>
  <message>
   <source>Row {first} ({one}) of {line} overlaps row {second} ({two}) of {other} by {area:,.2f} m².</source>
   <translation>{line} 第 {first} 行（{one}）与 {other} 第 {second} 行（{two}）重叠 {area:,.2f} 平方米。</translation>
  </message>
  <message>
   <source>Row {row} ({label}) has an invalid outline ({reason}). It is repaired on import; the area changes by {change:,.2f} m².</source>
   <translation>第 {row} 行（{label}）图形无效（{reason}）。导入时自动修复，面积变化 {change:,.2f} m²。</translation>
  </message>
  <message>
   <source>Row {row} ({label}) has no ground: {reason}.</source>
   <translation>第 {row} 行（{label}）没有可用的面：{reason}。</translation>
  </message>
  <message>
   <source>Row {row} ({label}) lies in {count} separate parts. Give each part a row of its own.</source>
   <translation>第 {row} 行（{label}）由 {count} 个分离的部分组成。请拆分为单部件图斑。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): a parcel of class {code} with {area:,.2f} m²; the least is {least:,.0f} m². Join it to a neighbour.</source>
   <translation>第 {row} 行（{label}）：地类 {code} 的图斑只有 {area:,.2f} 平方米，最小上图面积为 {least:,.0f} 平方米。请并入相邻图斑。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): class {code} has a width in field {field}; only linear features have one.</source>
   <translation>第 {row} 行（{label}）：地类 {code} 在字段 {field} 中填了宽度；只有线状地物才填写宽度。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): field {field} is {found:,.2f} m²; area less ridges is {wanted:,.2f} m².</source>
   <translation>第 {row} 行（{label}）：字段 {field} 为 {found:,.2f} 平方米；图斑面积减扣除地类面积为 {wanted:,.2f} 平方米。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): field {field} is {found:,.2f} m²; area x share of ridges is {wanted:,.2f} m².</source>
   <translation>第 {row} 行（{label}）：字段 {field} 为 {found:,.2f} 平方米；图斑面积×扣除地类系数为 {wanted:,.2f} 平方米。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): field {field} is {value}; it must be at least 0 and below 1.</source>
   <translation>第 {row} 行（{label}）：字段 {field} 为 {value}，应大于等于 0 且小于 1。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): field {field} says {stated:,.2f} m², the outline has {found:,.2f} m².</source>
   <translation>第 {row} 行（{label}）：字段 {field} 为 {stated:,.2f} m²，图形面积为 {found:,.2f} m²。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): ridges are deducted from class {code}; only cultivated land has them.</source>
   <translation>第 {row} 行（{label}）：地类 {code} 扣除了田坎；只有耕地可以扣除田坎。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): slope grade {grade}, but field {field} is empty. Say whether it is terraced.</source>
   <translation>第 {row} 行（{label}）：坡度级为 {grade}，但字段 {field} 为空。请填写梯田或坡地。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): the zone has {area:,.2f} m²; the least is {least:,.0f} m².</source>
   <translation>第 {row} 行（{label}）：该图形只有 {area:,.2f} 平方米，最小面积为 {least:,.0f} 平方米。</translation>
  </message>
  <message>
   <source>Row {row} ({label}): {count} points repeat the one before them (within {tolerance} m).</source>
   <translation>第 {row} 行（{label}）：有 {count} 个节点与前一节点重复（容差 {tolerance} 米）。</translation>
  </message>
  <message>
   <source>Row {row} has no code. Fill in field {field}.</source>
   <translation>第 {row} 行缺少代码，请补全字段 {field}。</translation>
  </message>
  <message>
   <source>Row {row} has {count} fields, the header {width}: a figure with a comma is probably not in quotes. The row is not taken. Put quotes around it or leave the comma out.</source>
   <translation>第 {row} 行有 {count} 个字段，表头有 {width} 个：可能是带逗号的数没有加引号。该行未取用。请加引号或去掉逗号。</translation>
  </message>
  <message>
   <source>Row {row} has {count} fields, the header {width}: which of them is missing is not certain. The row is not taken. Put a separator for each blank field.</source>
   <translation>第 {row} 行有 {count} 个字段，表头有 {width} 个：无法确定缺的是哪一个。该行未采用。请为每个空字段补上分隔符。</translation>
  </message>
  <message>
   <source>Row {row}: field {field} is {value}; it must be {length} characters.</source>
   <translation>第 {row} 行：字段 {field} 为 {value}，应为 {length} 位。</translation>
  </message>
  <message>
   <source>Row {row}: {text}</source>
   <translation>第 {row} 行：{text}</translation>
  </message>
  <message>
   <source>Rows</source>
   <translation>行名</translation>
  </message>
  <message>
   <source>Rows ({count}, {open} open)</source>
   <translation>行名（{count} 个，{open} 个待定）</translation>
  </message>
  <message>
   <source>Rows at fault</source>
   <translation>有误的行</translation>
  </message>
  <message>
   <source>Rows at fault ({count})</source>
   <translation>有误的行（{count}）</translation>
  </message>
  <message>
   <source>Rows {first} ({one}) and {second} ({two}) overlap by {area:,.2f} m².</source>
   <translation>第 {first} 行（{one}）与第 {second} 行（{two}）重叠 {area:,.2f} 平方米。</translation>
  </message>
  <message>
   <source>Rule</source>
   <translation>规则</translation>
  </message>
  <message>
   <source>Rules</source>
   <translation>检查规则</translation>
  </message>
  <message>
   <source>Rules of village types (empty: the county's, else the plugin's own)</source>
   <translation>村庄分类规则（留空：用本县的，没有则用插件自带的）</translation>
  </message>
  <message>
   <source>SAVE needs a planning database. Choose DATABASE, or leave SAVE off.</source>
   <translation>SAVE 需要规划数据库。请选择 DATABASE，或不勾选 SAVE。</translation>
  </message>
  <message>
   <source>SEAT names {seat}, but no township has this code or name. Choose one of: {townships}.</source>
   <translation>SEAT 指定了 {seat}，但没有此代码或名称的乡镇。请从以下选择：{townships}。</translation>
  </message>
  <message>
   <source>START_FIELD names the district that each unit has now: that plan is improved, and nothing worse comes out. Districts with a unit that has a value in LOCK_FIELD keep all their units and take in no other; each parent keeps its number of districts (DISTRICTS does not count then), and districts keep their codes. COMPARISON_OUTPUT sets the plan as it was (0) and the improved one (1) side by side. Where nothing better is found the log says why, and OUTPUT holds the plan as it was.</source>
   <translation>START_FIELD 指明每个单元现属的片区：在该方案基础上改进，结果不会更差。含有 LOCK_FIELD 取值单元的片区整体锁定，单元不调出也不调入；各上级片区的片区数不变（此时 DISTRICTS 不起作用），片区编号不变。COMPARISON_OUTPUT 将原方案（0）与改进后的方案（1）并列对比。找不到更好的方案时，日志说明原因，OUTPUT 仍为原方案。</translation>
  </message>
  <message>
   <source>Sample county</source>
   <translation>示例县</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>保存</translation>
  </message>
  <message>
   <source>Save a copy</source>
   <translation>另存副本</translation>
  </message>
  <message>
   <source>Save a copy …</source>
   <translation>另存副本…</translation>
  </message>
  <message>
   <source>Save agenda, dates and note of the round in hand (Ctrl+S)</source>
   <translation>保存当前轮次的议题、日期和备注（Ctrl+S）</translation>
  </message>
  <message>
   <source>Save as the plan’s</source>
   <translation>存为方案权重</translation>
  </message>
  <message>
   <source>Save into the planning database</source>
   <translation>存入规划数据库</translation>
  </message>
  <message>
   <source>Save now</source>
   <translation>存快照</translation>
  </message>
  <message>
   <source>Save report …</source>
   <translation>保存报告 …</translation>
  </message>
  <message>
   <source>Save result</source>
   <translation>保存成果</translation>
  </message>
  <message>
   <source>Save the form (Ctrl+S)</source>
   <translation>保存表单（Ctrl+S）</translation>
  </message>
  <message>
   <source>Save the project …</source>
   <translation>保存工程…</translation>
  </message>
  <message>
   <source>Save this chart as a picture</source>
   <translation>将此图保存为图片</translation>
  </message>
  <message>
   <source>Saved a copy: {path}</source>
   <translation>副本已保存：{path}</translation>
  </message>
  <message>
   <source>Saved in the county's database.</source>
   <translation>已保存到本县数据库。</translation>
  </message>
  <message>
   <source>Saved with plan {id} “{name}”: {count} rows.</source>
   <translation>已存入方案 {id}“{name}”：{count} 行。</translation>
  </message>
  <message>
   <source>Saved with the plan</source>
   <translation>方案已存权重</translation>
  </message>
  <message>
   <source>Saved, but not all: {reason}</source>
   <translation>已保存，部分未划入：{reason}</translation>
  </message>
  <message>
   <source>Saved. {warning}</source>
   <translation>已保存。{warning}</translation>
  </message>
  <message>
   <source>Saved. {what}</source>
   <translation>已保存。{what}</translation>
  </message>
  <message>
   <source>Saved: {count} rows.</source>
   <translation>已保存：{count} 行。</translation>
  </message>
  <message>
   <source>Saved: {what}</source>
   <translation>已保存：{what}</translation>
  </message>
  <message>
   <source>Saving a copy …</source>
   <translation>正在保存副本……</translation>
  </message>
  <message>
   <source>Say who signed for {name}.</source>
   <translation>请填写 {name} 的签署人。</translation>
  </message>
  <message>
   <source>Say why it is decided so; the reason is kept with the conflict.</source>
   <translation>请填写处理理由，理由随冲突一并保存。</translation>
  </message>
  <message>
   <source>Say why the finding is accepted; the reason is kept with it.</source>
   <translation>请填写确认的理由，理由将一并保存。</translation>
  </message>
  <message>
   <source>Say why the type is changed; the reason is kept with the village.</source>
   <translation>请说明更改类型的理由；理由将随该村保存。</translation>
  </message>
  <message>
   <source>Says how far the review of a plan is: a row per round and participant, with the round's state (planned, open, closed), outcome and dates, what the participant signed, and how many opinions it gave.

ROUND is the open round, else the next one to be opened, else the last one; SIGNED and MISSING count the participants of that round with and without a signature; UNDECIDED its opinions without a decision. PLAN is a number or a name; empty means the current plan.</source>
   <translation>列出方案评审的进展：每轮次每参加单位一行，含轮次状态（planned 未开启、open 进行中、closed 已结束）、评审结果和日期、该单位的签署情况及所提意见数。

ROUND 为进行中的轮次，没有则为下一待开启的轮次，再没有则为最后一轮；SIGNED、MISSING 为该轮已签署、未签署的单位数；UNDECIDED 为该轮尚未确定采纳情况的意见数。PLAN 为方案编号或名称，留空为当前方案。</translation>
  </message>
  <message>
   <source>Says how far the targets of the plan period are reached: rate of completion, the rate that a steady pace would have, and a light, each with words.

The targets are those of the catalogue (the county may edit it). What was reached comes from the database (saved by saveresult, KIND=target_actual) and from ACTUALS, which wins: code or name of the target, year, value (是 or 否 where there is no number), and the township's code or name where it is a township's figure. Units of measure in headers, names or a column of their own are converted.

A target for the end of the period: (actual − base) / (target − base), with the base year's figure as base. A yearly target: that year's figure / target. Green: reached, or at a steady pace; yellow: from 80 % of it; red: below (limits in the catalogue). Once it is due, only what is reached is green. Where the base is not known and the year not over, no light is given.

RANKING has the townships that have figures, by the mean of their rates. Keep OUTPUT with saveresult, KIND=target.</source>
   <translation>说明规划期目标的完成情况：完成率、按匀速推进应达到的完成率，以及灯号，均附文字说明。

目标取自目标目录（县里可以修改）。实际值取自数据库（以 saveresult、KIND=target_actual 保存）和 ACTUALS，两者不同时以 ACTUALS 为准：目标代码或名称、年份、数值（没有数值的填“是”或“否”），乡镇的数值另填乡镇代码或名称。表头、目标名称或单独一列中的计量单位自动换算。

期末目标：（实际值 − 基期值）/（目标值 − 基期值），基期值为基期年的数值。年度目标：当年数值 / 目标值。绿灯：已达到或进度正常；黄灯：达到应有进度的 80%；红灯：低于 80%（界限见目录）。到期后，只有已达到的才亮绿灯。基期值未知且期限未到的，不亮灯。

RANKING 为有数值的乡镇，按完成率平均值排序。用 saveresult（KIND=target）保存 OUTPUT。</translation>
  </message>
  <message>
   <source>Says what changes from plan A to plan B. District numbers of B are matched to those of A by the people they share, so that a mere renumbering is no change.

Gives the units that move, with population and area, and a summary: for each pair of matched districts the units, people and areas in both plans, what is kept, what leaves and what joins.</source>
   <translation>说明从方案 A 到方案 B 的变化。按共有人口把方案 B 的片区与方案 A 对应，仅编号不同不算变化。

输出调整归属的单元及其人口和面积，以及汇总表：每对对应片区在两方案中的单元数、人口和面积，以及保留、调出和调入的数量。</translation>
  </message>
  <message>
   <source>Scope</source>
   <translation>范围</translation>
  </message>
  <message>
   <source>Score</source>
   <translation>得分</translation>
  </message>
  <message>
   <source>Score and rank the units by their indicators. Scores, ranks and weights are kept with the plan; the districts and centres are chosen by them.</source>
   <translation>按指标为各单元评分、排位次。得分、位次和权重随方案保存，作为划分片区和确定中心的依据。</translation>
  </message>
  <message>
   <source>Score by these weights and keep scores, weights and firmness with the plan</source>
   <translation>按当前权重评分，并将得分、权重和稳健性存入方案</translation>
  </message>
  <message>
   <source>Score field (empty: score)</source>
   <translation>得分字段（留空为 score）</translation>
  </message>
  <message>
   <source>Score indicators</source>
   <translation>指标评分</translation>
  </message>
  <message>
   <source>Score the townships</source>
   <translation>乡镇评分</translation>
  </message>
  <message>
   <source>Score the townships to rank them.</source>
   <translation>请为各乡镇评分、排位次。</translation>
  </message>
  <message>
   <source>Score the villages</source>
   <translation>村（社区）评分</translation>
  </message>
  <message>
   <source>Scored units</source>
   <translation>已评分的单元</translation>
  </message>
  <message>
   <source>Scores</source>
   <translation>得分</translation>
  </message>
  <message>
   <source>Scores and ranks</source>
   <translation>评分排序</translation>
  </message>
  <message>
   <source>Scores and ranks townships or villages by their indicators.

Needs a layer or table with a code and a numeric field per indicator. Fields named after the catalogue's indicators (A1 … C8 for townships, V1 … V16 for villages) are found by themselves, with group and direction.

Normalisation makes indicators comparable and turns costs round: minmax (0 to 1), zscore, percentile, vector. For skewed figures such as money the logarithm can be taken first.
Weighting: equal; own (a table of weights); entropy and critic (from the data, on min–max values); ahp (pairwise judgements of one or several experts, consistency ratio below 0.1); combined (ahp with entropy or critic: square root of their product, or ALPHA·ahp + (1 − ALPHA)·data).
Aggregation: weighted_sum or topsis; score and rank of the other are given beside it.

Gives all fields of the input and score, rank (1 is best; equal scores share the lower number) and a score per group (with weighted_sum these add up to the score); a table of weights; a table that says how firm each rank is when single weights change by 10 % and 20 %, when an indicator is left out, and under random weights, and which indicator decides it; what each indicator adds to each score; each expert's consistency ratio and the judgement to revisit; and a report of what was done with each figure.

A missing value is an error, unless the catalogue allows the median or the worst value for that indicator. An indicator in which all units are equal has no influence.</source>
   <translation>按指标为乡镇或村庄评分、排名。

需要一个图层或表格，含代码字段，每个指标一个数值字段。字段名与目录中的指标代码一致时（乡镇 A1 … C8，村庄 V1 … V16）自动识别，分组和方向也随之确定。

归一化使指标可比，并将负向指标反转：minmax（极差法，0 到 1）、zscore（Z 分数）、percentile（百分位）、vector（向量法）。对金额等偏态数据可先取对数。
赋权：equal（等权）；own（自定权重表）；entropy（熵权法）和 critic（CRITIC 法），由数据的极差归一值得出；ahp（层次分析法，一位或多位专家的两两判断，一致性比例须小于 0.1）；combined（层次分析法与熵权法或 CRITIC 法组合：乘积开方，或 ALPHA·AHP +（1 − ALPHA）·客观权重）。
综合方法：weighted_sum（加权求和）或 topsis（TOPSIS）；另一种方法的得分和位次一并给出。

输出保留输入的全部字段，并加上得分、位次（1 为最优；得分相同取较小位次）和各组得分（加权求和时各组得分之和等于总得分）；权重表；位次稳定性表：单个权重变动 10 % 和 20 %、去掉一个指标、随机权重时各单元位次有多稳，以及由哪个指标决定；各指标对各得分的贡献；每位专家的一致性比例和应重新斟酌的判断；以及对每项数据做了什么的说明。

缺失值视为错误，除非目录允许该指标取中位数或最差值。所有单元数值相同的指标不起作用。</translation>
  </message>
  <message>
   <source>Scores of the townships</source>
   <translation>乡镇综合得分</translation>
  </message>
  <message>
   <source>Scores of the villages</source>
   <translation>村综合得分</translation>
  </message>
  <message>
   <source>Scoring compares units; the layer has {count}. Give at least two.</source>
   <translation>评分需要比较多个单元，图层中只有 {count} 个。请至少提供两个。</translation>
  </message>
  <message>
   <source>Scoring the townships …</source>
   <translation>正在为乡镇评分…</translation>
  </message>
  <message>
   <source>Scoring the villages …</source>
   <translation>正在为村（社区）评分…</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <source>Seats of the units (facilities with their kind)</source>
   <translation>驻地点（带类型的设施图层）</translation>
  </message>
  <message>
   <source>Second plan</source>
   <translation>乙规</translation>
  </message>
  <message>
   <source>Sector plans</source>
   <translation>专项规划</translation>
  </message>
  <message>
   <source>See whether the county is free by now; until then nothing can be changed here.</source>
   <translation>查看本县是否已可使用；在此之前不能在此修改。</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>随机种子</translation>
  </message>
  <message>
   <source>Select</source>
   <translation>选择</translation>
  </message>
  <message>
   <source>Select (S): click or drag a box, Ctrl adds; keys 1–9 or the right button move</source>
   <translation>选择（S）：单击或拖框，按 Ctrl 追加；数字键 1–9 或右键调整片区</translation>
  </message>
  <message>
   <source>Select a plan to see it on the map; nothing is written until you take it.</source>
   <translation>选中一个方案即可在图上查看；采用之前不写入任何内容。</translation>
  </message>
  <message>
   <source>Select centres</source>
   <translation>选择中心镇与中心村</translation>
  </message>
  <message>
   <source>Select some units of district {district}, not all of them and none of others; they become a new district.</source>
   <translation>请选择片区 {district} 的部分单元（不能是全部，也不能含其他片区的单元），这些单元将成为新片区。</translation>
  </message>
  <message>
   <source>Select units on the map first.</source>
   <translation>请先在地图上选中单元。</translation>
  </message>
  <message>
   <source>Select units that are not yet in district {district}, then move them.</source>
   <translation>请先选中尚不在片区 {district} 内的单元，再移动。</translation>
  </message>
  <message>
   <source>Select who has not signed yet (N)</source>
   <translation>选中下一个尚未签署的单位（N）</translation>
  </message>
  <message>
   <source>Select who signs first.</source>
   <translation>请先选择签署的单位。</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>所选要素</translation>
  </message>
  <message>
   <source>Set the selected state beside the plan in hand, or two selected ones beside each other</source>
   <translation>将选中的快照或方案与当前方案对比，或将选中的两个相互对比</translation>
  </message>
  <message>
   <source>Set the type</source>
   <translation>确定类型</translation>
  </message>
  <message>
   <source>Settings …</source>
   <translation>评审设置…</translation>
  </message>
  <message>
   <source>Settlement</source>
   <translation>镇村</translation>
  </message>
  <message>
   <source>Settlement code field</source>
   <translation>城镇村属性码字段</translation>
  </message>
  <message>
   <source>Settlement hierarchy</source>
   <translation>城乡居民点体系</translation>
  </message>
  <message>
   <source>Settlement hierarchy of {county}, {plan}</source>
   <translation>{county}镇村体系（{plan}）</translation>
  </message>
  <message>
   <source>Settles names of units, and how questions are coded.</source>
   <translation>确定单位名称以及题目的归类。</translation>
  </message>
  <message>
   <source>Several experts: mean of their</source>
   <translation>多位专家：取何者的几何平均</translation>
  </message>
  <message>
   <source>Severity</source>
   <translation>级别</translation>
  </message>
  <message>
   <source>Shaping the terrain …</source>
   <translation>正在塑造地形…</translation>
  </message>
  <message>
   <source>Share</source>
   <translation>比例</translation>
  </message>
  <message>
   <source>Share of ridges that is deducted for the net area. Empty: ridge_factor or KCXS, where there is one.</source>
   <translation>计算净面积时扣除的田坎比例。留空则取 ridge_factor 或 KCXS（如有）。</translation>
  </message>
  <message>
   <source>Share of the trials with other weights in which the unit is among the top; known when the hand pauses</source>
   <translation>改变权重的各次试验中该单元进入前列的比例；停止拖动后计算</translation>
  </message>
  <message>
   <source>Sheet</source>
   <translation>工作表</translation>
  </message>
  <message>
   <source>Sheet {sheet} has no header of this form and is passed over.</source>
   <translation>工作表“{sheet}”中没有本填报表的表头，已跳过。</translation>
  </message>
  <message>
   <source>Sheet {sheet} is a chart and holds no cells.</source>
   <translation>工作表 {sheet} 是图表，没有单元格。</translation>
  </message>
  <message>
   <source>Sheet {sheet} is empty.</source>
   <translation>工作表 {sheet} 是空的。</translation>
  </message>
  <message>
   <source>Sheet {sheet} is hidden and was not read. Name it in SHEETS if its figures are meant.</source>
   <translation>工作表 {sheet} 是隐藏的，没有读取。如需读取，请在 SHEETS 中写明。</translation>
  </message>
  <message>
   <source>Sheet {sheet} is left out: {reason}.</source>
   <translation>图幅 {sheet} 未出图：{reason}。</translation>
  </message>
  <message>
   <source>Sheet {sheet} is left out: {reason}. {needs}</source>
   <translation>图幅 {sheet} 未出图：{reason}。{needs}</translation>
  </message>
  <message>
   <source>Sheet {sheet} of the atlas names the {what} {name}, which there is not. Choose from: {choices}.</source>
   <translation>图集图幅 {sheet} 指定的{what} {name} 不存在。可选：{choices}。</translation>
  </message>
  <message>
   <source>Sheet {sheet}, cell {cell}: {row} against {column} does not fit the cell on the other side of the diagonal; one must be 1 divided by the other. Correct one of them or empty it.</source>
   <translation>工作表 {sheet} 单元格 {cell}：{row} 与 {column} 的判断与对角线另一侧不一致，两者应互为倒数。请更正其中之一或清空。</translation>
  </message>
  <message>
   <source>Sheet {sheet}, cell {cell}: {value} is no judgement. Enter a number from 1 to 9, or 1/2 to 1/9 as text.</source>
   <translation>工作表 {sheet} 单元格 {cell}：{value} 不是有效判断。请填 1 至 9，或以文本填 1/2 至 1/9。</translation>
  </message>
  <message>
   <source>Sheet {sheet}, {area}: {units} units, {columns} indicators, year {year}.</source>
   <translation>工作表 {sheet}，{area}：{units} 个单位，{columns} 个指标，{year} 年。</translation>
  </message>
  <message>
   <source>Sheet {sheet}: no table with units in one column and indicators above the others was found (or the other way round). Name the column of units (乡镇名称, 村名 or 代码) and give every column a header.</source>
   <translation>工作表 {sheet}：没有找到统计表（单位在一列、指标在各列上方，或者相反）。请为单位所在列写上列名（乡镇名称、村名或代码），并给每列写上表头。</translation>
  </message>
  <message>
   <source>Sheets</source>
   <translation>图件</translation>
  </message>
  <message>
   <source>Sheets (comma between; empty: atlas)</source>
   <translation>图件（用逗号分隔；留空：全套图集）</translation>
  </message>
  <message>
   <source>Sheets (empty: all)</source>
   <translation>工作表（空：全部）</translation>
  </message>
  <message>
   <source>Shipped</source>
   <translation>原版</translation>
  </message>
  <message>
   <source>Show a page of the atlas</source>
   <translation>显示图集的一页</translation>
  </message>
  <message>
   <source>Show every village</source>
   <translation>显示所有村</translation>
  </message>
  <message>
   <source>Show it in a window of its own; the wheel zooms</source>
   <translation>在单独的窗口中显示；滚轮缩放</translation>
  </message>
  <message>
   <source>Show on the map</source>
   <translation>在地图上显示</translation>
  </message>
  <message>
   <source>Show only what is missing</source>
   <translation>只列缺少的项目</translation>
  </message>
  <message>
   <source>Show the centres on the map and drag them</source>
   <translation>在图上显示各中心并拖动</translation>
  </message>
  <message>
   <source>Show the chosen row's ground, else the outline</source>
   <translation>显示所选行的占用范围；未选时显示项目范围</translation>
  </message>
  <message>
   <source>Show the county on the map</source>
   <translation>在地图上显示本县</translation>
  </message>
  <message>
   <source>Show the first table</source>
   <translation>显示第一张表</translation>
  </message>
  <message>
   <source>Show towns and central villages only</source>
   <translation>只显示城镇和中心村</translation>
  </message>
  <message>
   <source>Sign</source>
   <translation>签署</translation>
  </message>
  <message>
   <source>Sign off a review round</source>
   <translation>登记会签</translation>
  </message>
  <message>
   <source>Signature withdrawn</source>
   <translation>撤回签署</translation>
  </message>
  <message>
   <source>Signatures</source>
   <translation>签署</translation>
  </message>
  <message>
   <source>Signatures are missing: {names}.</source>
   <translation>尚未签署：{names}。</translation>
  </message>
  <message>
   <source>Signatures that are missing</source>
   <translation>未签署数</translation>
  </message>
  <message>
   <source>Signed</source>
   <translation>签署</translation>
  </message>
  <message>
   <source>Signed by</source>
   <translation>签署人</translation>
  </message>
  <message>
   <source>Signed {signed} of {all}</source>
   <translation>签署 {signed}/{all}</translation>
  </message>
  <message>
   <source>Signer</source>
   <translation>签署人</translation>
  </message>
  <message>
   <source>Similarity</source>
   <translation>相似性</translation>
  </message>
  <message>
   <source>Similarity does without {field}: {count} units have no value of it.</source>
   <translation>相似性未计入 {field}：{count} 个单元缺少该值。</translation>
  </message>
  <message>
   <source>Similarity fields</source>
   <translation>相似性字段</translation>
  </message>
  <message>
   <source>Similarity term</source>
   <translation>相似性项</translation>
  </message>
  <message>
   <source>Similarity term (less is more alike)</source>
   <translation>相似性项（越小越相似）</translation>
  </message>
  <message>
   <source>Similarity, %</source>
   <translation>相似性（%）</translation>
  </message>
  <message>
   <source>Slivers</source>
   <translation>细碎图斑</translation>
  </message>
  <message>
   <source>Smaller brush</source>
   <translation>减小笔刷</translation>
  </message>
  <message>
   <source>Smaller conflicts are flagged as slivers; they stay in the ledger.</source>
   <translation>更小的冲突标为细碎图斑，仍保留在台账中。</translation>
  </message>
  <message>
   <source>Smaller pieces are flagged as slivers; they stay in the result.</source>
   <translation>小于该面积的图斑标记为碎图斑，仍保留在结果中。</translation>
  </message>
  <message>
   <source>Snapshot restored</source>
   <translation>恢复快照</translation>
  </message>
  <message>
   <source>Snapshot saved</source>
   <translation>保存快照</translation>
  </message>
  <message>
   <source>Snapshot “{name}” in {path} is not what was frozen: the file was changed by other means. Take it from a backup.</source>
   <translation>{path} 中的快照“{name}”与冻结时不一致：文件曾被其他方式改动。请从备份中取用。</translation>
  </message>
  <message>
   <source>Snapshots and branches</source>
   <translation>快照与分支</translation>
  </message>
  <message>
   <source>Some layers in {name} cannot be read. Check their paths.</source>
   <translation>“{name}”中有图层无法读取。请检查其路径。</translation>
  </message>
  <message>
   <source>Some rules are for some kinds only. Empty: kind, XMLX, YDYT …</source>
   <translation>部分规则只适用于某些类型的项目。留空：kind、XMLX、YDYT……</translation>
  </message>
  <message>
   <source>Source</source>
   <translation>来源</translation>
  </message>
  <message>
   <source>Source, where no column says it</source>
   <translation>来源（列中未写时）</translation>
  </message>
  <message>
   <source>Space</source>
   <translation>空格</translation>
  </message>
  <message>
   <source>Speeds</source>
   <translation>车速</translation>
  </message>
  <message>
   <source>Split in two</source>
   <translation>一分为二</translation>
  </message>
  <message>
   <source>Stability</source>
   <translation>稳定性</translation>
  </message>
  <message>
   <source>Stability counts the units that leave the company they had in it.</source>
   <translation>稳定性统计与原有方案中同伴分开的单元数。</translation>
  </message>
  <message>
   <source>Stability of neighbouring pairs</source>
   <translation>相邻单元对的稳定性</translation>
  </message>
  <message>
   <source>Stability of ranks</source>
   <translation>位次稳定性</translation>
  </message>
  <message>
   <source>Stability rests on a sample of the plans up to 5 % above the best; their number: {plans}.</source>
   <translation>稳定性依据比最优高 5 % 以内方案的一个样本，共 {plans} 个。</translation>
  </message>
  <message>
   <source>Stability rests on all plans up to 5 % above the best; their number: {plans}.</source>
   <translation>稳定性依据比最优高 5 % 以内的全部方案，共 {plans} 个。</translation>
  </message>
  <message>
   <source>Stability term</source>
   <translation>稳定性项</translation>
  </message>
  <message>
   <source>Stage</source>
   <translation>评审环节</translation>
  </message>
  <message>
   <source>Stale figures</source>
   <translation>需更新的数字</translation>
  </message>
  <message>
   <source>Standards of facilities</source>
   <translation>设施配置标准</translation>
  </message>
  <message>
   <source>State</source>
   <translation>状态</translation>
  </message>
  <message>
   <source>State in</source>
   <translation>年份</translation>
  </message>
  <message>
   <source>Stations</source>
   <translation>站点</translation>
  </message>
  <message>
   <source>Statistics imported</source>
   <translation>导入统计数据</translation>
  </message>
  <message>
   <source>Statistics workbook</source>
   <translation>统计工作簿</translation>
  </message>
  <message>
   <source>Statistics workbooks</source>
   <translation>统计表识别规则</translation>
  </message>
  <message>
   <source>Status of the plan</source>
   <translation>方案状态</translation>
  </message>
  <message>
   <source>Stay apart</source>
   <translation>不得同区</translation>
  </message>
  <message>
   <source>Stay together</source>
   <translation>必须同区</translation>
  </message>
  <message>
   <source>Step through the findings …</source>
   <translation>逐个查看问题…</translation>
  </message>
  <message>
   <source>Still missing: {names}</source>
   <translation>尚未会签：{names}</translation>
  </message>
  <message>
   <source>Stop searching and go on with the best plan found until now.</source>
   <translation>停止搜索，用目前找到的最优方案继续。</translation>
  </message>
  <message>
   <source>Stopped before there was a plan; nothing was written.</source>
   <translation>停止时还没有可行方案，未写入任何内容。</translation>
  </message>
  <message>
   <source>Stopped: this is the best plan so far; it keeps every rule.</source>
   <translation>已停止：这是到此为止的最好方案，遵守全部规则。</translation>
  </message>
  <message>
   <source>Stroke taken back.</source>
   <translation>已撤回这一笔。</translation>
  </message>
  <message>
   <source>Style {path} cannot be used: {reason}</source>
   <translation>样式文件 {path} 无法使用：{reason}</translation>
  </message>
  <message>
   <source>Style {path} is not valid XML. Restore or replace it.</source>
   <translation>样式文件 {path} 不是有效的 XML。请恢复或更换该文件。</translation>
  </message>
  <message>
   <source>Sub-central town</source>
   <translation>副中心镇</translation>
  </message>
  <message>
   <source>Sub-central towns (townships only)</source>
   <translation>副中心镇数（仅乡镇）</translation>
  </message>
  <message>
   <source>Sub-central towns need the distances between units. Give a layer with geometry, or set SUBCENTRES to 0.</source>
   <translation>选副中心镇需要单元之间的距离。请提供带几何的图层，或将 SUBCENTRES 设为 0。</translation>
  </message>
  <message>
   <source>Summary</source>
   <translation>汇总</translation>
  </message>
  <message>
   <source>Swap</source>
   <translation>互换</translation>
  </message>
  <message>
   <source>Swap this district and the one before (X)</source>
   <translation>与上一个绘制片区切换（X）</translation>
  </message>
  <message>
   <source>TABLES names tables that do not exist: {names}. Choose from: {known}.</source>
   <translation>TABLES 中有不存在的报表：{names}。可选：{known}。</translation>
  </message>
  <message>
   <source>TOLERANCE, POPULATION_MIN, POPULATION_MAX and SNAP must be numbers of 0 or more, or empty.</source>
   <translation>TOLERANCE、POPULATION_MIN、POPULATION_MAX 和 SNAP 须为不小于 0 的数，或留空。</translation>
  </message>
  <message>
   <source>TOPSIS</source>
   <translation>TOPSIS</translation>
  </message>
  <message>
   <source>TOWNSHIPS names codes that the county does not have: {codes}. Its townships are {known}.</source>
   <translation>TOWNSHIPS 中有本县没有的乡镇代码：{codes}。本县乡镇为 {known}。</translation>
  </message>
  <message>
   <source>Table</source>
   <translation>统计表</translation>
  </message>
  <message>
   <source>Table of sheet {sheet} is left out: the planning database holds no {what}. {needs}</source>
   <translation>图幅 {sheet} 的表格未出：规划数据库中没有{what}。{needs}</translation>
  </message>
  <message>
   <source>Table of travel times (from, to, minutes), instead of roads</source>
   <translation>行程时间表（起点、终点、分钟），代替道路图层</translation>
  </message>
  <message>
   <source>Table {layer} gives no weight to {indicators}. Add a line for each; 0 leaves an indicator out.</source>
   <translation>表 {layer} 未给出 {indicators} 的权重。请为每个指标补一行；0 表示不采用该指标。</translation>
  </message>
  <message>
   <source>Table {layer} has columns {columns}. Give columns indicator and weight.</source>
   <translation>表 {layer} 的列为 {columns}。请给出“指标”和“权重”两列。</translation>
  </message>
  <message>
   <source>Table {layer} has no column {field}. It needs code, year and value, and unit_code for townships.</source>
   <translation>表 {layer} 没有 {field} 列。需要目标、年份和实际值三列，乡镇的数值另需乡镇列。</translation>
  </message>
  <message>
   <source>Table {layer} has no column {field}. It needs unit, indicator and value, or unit and a column per indicator.</source>
   <translation>表 {layer} 没有 {field} 列。需要单元、指标和数值三列，或单元列加每项指标一列。</translation>
  </message>
  <message>
   <source>Table {layer} weighs {indicators} more than once. Keep one line of each.</source>
   <translation>表 {layer} 对 {indicators} 多次给出权重。每个指标请只保留一行。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}, column {column}: {value} is below 0. Enter a figure from 0.</source>
   <translation>表 {layer} 第 {row} 行“{column}”列：{value} 小于 0。请填不小于 0 的数。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}, column {column}: “{value}” is not a number. Enter a number (commas stand between thousands alone), or leave the cell empty for a proposal.</source>
   <translation>表 {layer} 第 {row} 行 {column} 列：“{value}”不是数字。请填数字（逗号只用作千位分隔符），或留空由系统建议。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}, {indicator}: “{text}” in the header is no unit of measure that is known, so the figures may be on another scale. Write the unit into the brackets ({wanted}), or leave them out.</source>
   <translation>表 {layer} 第 {row} 行，{indicator}：表头中的“{text}”不是已知的计量单位，数值的量级可能不同。请在括号中写明计量单位（{wanted}），或去掉括号。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: figures in {measure} cannot be {indicator}, which is in {wanted}. Correct the unit of measure or the indicator.</source>
   <translation>表 {layer} 第 {row} 行：计量单位为 {measure} 的数值不能作为{indicator}（单位 {wanted}）。请更正计量单位或指标。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: the county has no unit “{unit}”. Write its code or name as in the database.</source>
   <translation>表 {layer} 第 {row} 行：本县没有单元“{unit}”。请按数据库中的代码或名称填写。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: {indicator} of {unit} is given more than once. Keep one figure.</source>
   <translation>表 {layer} 第 {row} 行：{unit} 的 {indicator} 重复给出。请只保留一个数值。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: {target} is in %, and {value} may be {percent} %. Write {percent}, or {value}% where it is as little as that.</source>
   <translation>表 {layer} 第 {row} 行：{target}以 % 计，{value} 可能是指 {percent} %。请填 {percent}；若确实只有这么小，请填 {value}%。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: “{indicator}” is no indicator of the catalogue. Choose one of: {known}.</source>
   <translation>表 {layer} 第 {row} 行：“{indicator}”不是目录中的指标。可用：{known}。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: “{level}” is no level. Write 县, 镇级片区, 乡镇 or 村.</source>
   <translation>表 {layer} 第 {row} 行：“{level}”不是层级。请填“县”“镇级片区”“乡镇”或“村”。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: “{target}” is no target of the catalogue. Write its code or name as there.</source>
   <translation>表 {layer} 第 {row} 行：“{target}”不是目录中的目标。请按目录中的代码或名称填写。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: “{value}” is no figure of {target}. Enter a number; commas stand between thousands alone.</source>
   <translation>表 {layer} 第 {row} 行：“{value}”不能作为{target}的数值。请填数字，逗号只用作千位分隔符。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: “{value}” is not a number. Enter a number, or 是 or 否.</source>
   <translation>表 {layer} 第 {row} 行：“{value}”不是数字。请填数字，或“是”“否”。</translation>
  </message>
  <message>
   <source>Table {layer}, row {row}: “{year}” is no year. Enter four digits.</source>
   <translation>表 {layer} 第 {row} 行：“{year}”不是年份。请填四位数年份。</translation>
  </message>
  <message>
   <source>Table {layer}: the weights sum to {total}; they were scaled to sum to 1.</source>
   <translation>表 {layer}：权重之和为 {total}；已按比例换算为和等于 1。</translation>
  </message>
  <message>
   <source>Table {layer}: weights must be 0 or more, and not all 0 (below 0: {indicators}). Correct them.</source>
   <translation>表 {layer}：权重不得为负，也不得全为 0（小于 0 的：{indicators}）。请更正。</translation>
  </message>
  <message>
   <source>Table {layer}: weights of {indicators} were left aside: these are not scored here.</source>
   <translation>表 {layer}：{indicators} 的权重未采用：本次不对其评分。</translation>
  </message>
  <message>
   <source>Table {layer}: {columns} are no indicators of the catalogue; their figures were left aside.</source>
   <translation>表 {layer}：{columns} 不是目录中的指标，其数值未采用。</translation>
  </message>
  <message>
   <source>Tables</source>
   <translation>表格</translation>
  </message>
  <message>
   <source>Tables (ids; empty: all)</source>
   <translation>报表（表号；空为全部）</translation>
  </message>
  <message>
   <source>Tables and layers (*.csv *.xlsx *.xlsm *.gpkg *.shp *.txt *.tsv);;All files (*.*)</source>
   <translation>表格和图层 (*.csv *.xlsx *.xlsm *.gpkg *.shp *.txt *.tsv);;所有文件 (*.*)</translation>
  </message>
  <message>
   <source>Tables and layers ({endings})</source>
   <translation>表格和图层 ({endings})</translation>
  </message>
  <message>
   <source>Tables are written for these units, and the atlas has their pages.</source>
   <translation>按所选单位输出表格和图集的页。</translation>
  </message>
  <message>
   <source>Tables …</source>
   <translation>查看表格…</translation>
  </message>
  <message>
   <source>Take a file's entries in place of these</source>
   <translation>用文件中的条目替换当前条目</translation>
  </message>
  <message>
   <source>Take answers of last year</source>
   <translation>采用往年的答复</translation>
  </message>
  <message>
   <source>Take back that the selected findings are accepted</source>
   <translation>取消对所选问题的确认</translation>
  </message>
  <message>
   <source>Take back the signatures of the selected participants (Del); the record keeps them</source>
   <translation>撤回所选单位的签署（Del），工作记录中仍保留</translation>
  </message>
  <message>
   <source>Take back what was decided on the selected conflicts</source>
   <translation>撤回所选冲突的处理意见</translation>
  </message>
  <message>
   <source>Take home an empty form</source>
   <translation>导出空白表</translation>
  </message>
  <message>
   <source>Take home an empty form …</source>
   <translation>导出空白表…</translation>
  </message>
  <message>
   <source>Take in hand</source>
   <translation>设为当前</translation>
  </message>
  <message>
   <source>Take other weights in hand: from the data, from judgements, saved or kept</source>
   <translation>取用其他权重：由数据计算、由判断矩阵得出、方案已存或另存的</translation>
  </message>
  <message>
   <source>Take out</source>
   <translation>移出</translation>
  </message>
  <message>
   <source>Take out of the archive</source>
   <translation>取消归档</translation>
  </message>
  <message>
   <source>Take over</source>
   <translation>接管</translation>
  </message>
  <message>
   <source>Take the best so far</source>
   <translation>采用目前最优方案</translation>
  </message>
  <message>
   <source>Take the opinion out of the counts and reports; it stays in the record. The reason is the field's.</source>
   <translation>撤回后不计入统计和报表，但保留在记录中；以“理由”栏的内容为撤回理由。</translation>
  </message>
  <message>
   <source>Take the outline off the map</source>
   <translation>从图上去掉该范围</translation>
  </message>
  <message>
   <source>Take the participants selected in the table of signatures out of the round in hand</source>
   <translation>把签署表中选中的参加单位移出当前轮次</translation>
  </message>
  <message>
   <source>Take the restoring back</source>
   <translation>撤销恢复</translation>
  </message>
  <message>
   <source>Take the selected plan in hand</source>
   <translation>将选中的方案设为当前方案</translation>
  </message>
  <message>
   <source>Take the selected polygons of the layer in hand</source>
   <translation>取当前图层中所选的面</translation>
  </message>
  <message>
   <source>Take the shipped catalogue in place of these entries</source>
   <translation>用插件自带的目录替换当前条目</translation>
  </message>
  <message>
   <source>Take this one</source>
   <translation>采用此方案</translation>
  </message>
  <message>
   <source>Take {value}</source>
   <translation>采用 {value}</translation>
  </message>
  <message>
   <source>Taken and saved: {what}</source>
   <translation>已采用并保存：{what}</translation>
  </message>
  <message>
   <source>Taken as</source>
   <translation>识别为</translation>
  </message>
  <message>
   <source>Takes part in the round in hand</source>
   <translation>参加当前轮次评审</translation>
  </message>
  <message>
   <source>Takes the earlier ledger and its decisions from there, where DECISIONS is empty.</source>
   <translation>DECISIONS 留空时，从规划数据库取原台账及其处理意见。</translation>
  </message>
  <message>
   <source>Takes the place of what was brought for this form before</source>
   <translation>整体替换该表此前导入的内容</translation>
  </message>
  <message>
   <source>Target</source>
   <translation>目标</translation>
  </message>
  <message>
   <source>Target actuals removed</source>
   <translation>删除目标实际值</translation>
  </message>
  <message>
   <source>Target actuals saved</source>
   <translation>保存目标实际值</translation>
  </message>
  <message>
   <source>Targets</source>
   <translation>目标</translation>
  </message>
  <message>
   <source>Targets of the county without a light</source>
   <translation>全县未亮灯的目标数</translation>
  </message>
  <message>
   <source>Targets with lights</source>
   <translation>目标完成情况（含灯号）</translation>
  </message>
  <message>
   <source>The algorithm could not be prepared.</source>
   <translation>算法未能就绪。</translation>
  </message>
  <message>
   <source>The answers are kept in {file} for the next year.</source>
   <translation>答复已存入 {file}，下一年可继续使用。</translation>
  </message>
  <message>
   <source>The approval is withdrawn; the plan is a draft. Next: round {next}.</source>
   <translation>批准已撤回，方案回到草案。下一步：第 {next} 轮。</translation>
  </message>
  <message>
   <source>The catalogue computes {indicator} by the measure {measure} without saying {arguments}. Add it to the indicator's source, under arguments.</source>
   <translation>目录中指标 {indicator} 采用算法 {measure}，但未给出 {arguments}。请在该指标的 source 下的 arguments 中补充。</translation>
  </message>
  <message>
   <source>The catalogue computes {indicator} by the measure {measure}, which is not known for level {level}. Choose one of: {known}.</source>
   <translation>目录中指标 {indicator} 采用算法 {measure}，层级 {level} 没有此算法。可选：{known}。</translation>
  </message>
  <message>
   <source>The catalogue of project rules has two rules “{rule}”. Rename one of them.</source>
   <translation>项目检测规则库中有两条规则同名“{rule}”。请给其中一条改名。</translation>
  </message>
  <message>
   <source>The catalogue of rounds plans none for plan “{plan}”.</source>
   <translation>轮次目录没有为方案“{plan}”安排轮次。</translation>
  </message>
  <message>
   <source>The catalogue of tables names tables in its order that it does not describe: {names}. Describe them, or take them out of the order.</source>
   <translation>表格目录的顺序（order）中有未定义的表：{names}。请补充定义，或从顺序中删去。</translation>
  </message>
  <message>
   <source>The catalogue to edit</source>
   <translation>要编辑的目录</translation>
  </message>
  <message>
   <source>The command is in the clipboard.</source>
   <translation>命令已复制到剪贴板。</translation>
  </message>
  <message>
   <source>The coordinates of layer {layer} (easting {x}) do not fit its coordinate reference system {crs}: {cure}.</source>
   <translation>图层 {layer} 的坐标（横坐标 {x}）与其坐标系 {crs} 不符：{cure}。</translation>
  </message>
  <message>
   <source>The coordinates of layer {layer} do not fit its coordinate reference system {crs}. Set the right one (eastings of 8 digits carry the zone number, those of 6 do not), then run again.</source>
   <translation>图层 {layer} 的坐标与其坐标系 {crs} 不符。请设置正确的坐标系（8 位横坐标含带号，6 位不含）后重新运行。</translation>
  </message>
  <message>
   <source>The county has a catalogue of its own: {count} differences.</source>
   <translation>本县有自己的目录：与原版有 {count} 处差异。</translation>
  </message>
  <message>
   <source>The county has no code {code}. Correct the code or delete the row.</source>
   <translation>本县没有代码 {code}。请改正代码或删除该行。</translation>
  </message>
  <message>
   <source>The county has no code {code}. Nearest: {near}. Correct the code.</source>
   <translation>本县没有代码 {code}。最接近的是：{near}。请改正代码。</translation>
  </message>
  <message>
   <source>The county has no code {code}; {name} has the code {other}. Correct the code.</source>
   <translation>本县没有代码 {code}；{name} 的代码是 {other}。请改正代码。</translation>
  </message>
  <message>
   <source>The county has no control lines yet: import them with the data.</source>
   <translation>本县尚无控制线，请随数据一并导入。</translation>
  </message>
  <message>
   <source>The county has no indicator values yet: import the statistics.</source>
   <translation>本县尚无指标数据，请导入统计资料。</translation>
  </message>
  <message>
   <source>The county has no roads: what is nearest is measured along straight lines.</source>
   <translation>县域没有道路数据，远近按直线距离测算。</translation>
  </message>
  <message>
   <source>The county has no unit called {name}. Correct the name or delete the row.</source>
   <translation>本县没有名为 {name} 的单元。请改正名称或删除该行。</translation>
  </message>
  <message>
   <source>The county has no unit called {name}. Nearest: {near}.</source>
   <translation>本县没有名为 {name} 的单元。最接近的是：{near}。</translation>
  </message>
  <message>
   <source>The county has no values of indicators for this level yet. Import them, or compute them from the layers (step 2, Indicators).</source>
   <translation>本县在该层级尚无指标值。请导入指标，或由图层计算（第 2 步“指标”）。</translation>
  </message>
  <message>
   <source>The county has no {level} with the code {codes} ({count} unknown). Check code field and level.</source>
   <translation>本县 {level} 级没有代码为 {codes} 的单元（共 {count} 个未知代码）。请检查代码字段和级别。</translation>
  </message>
  <message>
   <source>The county is open read-only; nothing can be added to it.</source>
   <translation>县数据库以只读方式打开，不能写入。</translation>
  </message>
  <message>
   <source>The county's</source>
   <translation>本县</translation>
  </message>
  <message>
   <source>The county's own catalogues in it hold, where no file is given. Nothing is written to it.</source>
   <translation>未另给文件时，以库中本县自己的目录为准；不向库中写入任何内容。</translation>
  </message>
  <message>
   <source>The county's own table catalogue</source>
   <translation>本县报表目录</translation>
  </message>
  <message>
   <source>The county's own workbook as template</source>
   <translation>县里自己的工作簿模板</translation>
  </message>
  <message>
   <source>The database has other figures for {count} of them, the first: unit {unit}, indicator {indicator}, {before} instead of {value}. Choose EXISTING=replace or keep.</source>
   <translation>有 {count} 个数值与数据库中的不同，第一个：单位 {unit}，指标 {indicator}，原值 {before}，新值 {value}。请选 EXISTING=replace 或 keep。</translation>
  </message>
  <message>
   <source>The database is kept in {crs}.</source>
   <translation>数据库采用坐标系 {crs}。</translation>
  </message>
  <message>
   <source>The disk is full; nothing was written. Free some space.</source>
   <translation>磁盘已满，未写入任何内容。请释放空间后重试。</translation>
  </message>
  <message>
   <source>The disk is full; {path} was not written. Free some space.</source>
   <translation>磁盘已满，{path} 未写入。请清理磁盘空间。</translation>
  </message>
  <message>
   <source>The district of {units} (LOCK, CENTRE or APART) can reach only {count} units with {population:,.0f} people past the units of other districts, and cannot keep the limits. Free some units or widen the limits.</source>
   <translation>单元 {units} 的片区（LOCK、CENTRE 或 APART）绕不过其他片区的单元，只能到达 {count} 个单元、{population:,.0f} 人，无法符合限制。请放开一些单元或放宽限制。</translation>
  </message>
  <message>
   <source>The district of {unit} is a date: a spreadsheet has made one of a code such as {month}-{day:02d}. Format the column as text and write the code again.</source>
   <translation>{unit} 的片区是日期：电子表格把 {month}-{day:02d} 之类的编号变成了日期。请将该列设为文本后重新填写。</translation>
  </message>
  <message>
   <source>The district that each unit has now. Empty: the districts are drawn anew.</source>
   <translation>每个单元现属的片区。留空：重新划分。</translation>
  </message>
  <message>
   <source>The district to draw with: where units go; the right button takes the one it points at</source>
   <translation>当前绘制片区：单元划入此片区；右键可取指针处的片区</translation>
  </message>
  <message>
   <source>The districts of which level</source>
   <translation>对比哪一级片区</translation>
  </message>
  <message>
   <source>The drawing table names each and goes there.</source>
   <translation>片区绘制面板逐一列出，并可定位。</translation>
  </message>
  <message>
   <source>The edit of the plan that answers it</source>
   <translation>对应该意见的方案修改记录</translation>
  </message>
  <message>
   <source>The experts together: {problem} They were kept.</source>
   <translation>专家综合：{problem}这些判断仍予保留。</translation>
  </message>
  <message>
   <source>The groups</source>
   <translation>指标组之间</translation>
  </message>
  <message>
   <source>The history has no step {edit}.</source>
   <translation>历史记录中没有步骤 {edit}。</translation>
  </message>
  <message>
   <source>The judged weights and those of the data have no indicator in common: what one weighs, the other counts for nothing. Choose the linear combination, or other indicators.</source>
   <translation>判断权重与客观权重没有共同的指标：一方有权重的，另一方均为 0。请改用线性组合，或另选指标。</translation>
  </message>
  <message>
   <source>The judgement of {row} against {column} must be a number above 0, between two different indicators or groups ({count} such judgements). Enter 1 to 9, or 1/2 to 1/9.</source>
   <translation>{row} 与 {column} 的比较判断必须是大于 0 的数，且为两个不同的指标或指标组（共 {count} 个此类判断）。请填 1 到 9，或 1/2 到 1/9。</translation>
  </message>
  <message>
   <source>The judgements are not used: weighting {weighting} needs none.</source>
   <translation>判断表未采用：赋权方法 {weighting} 不需要判断。</translation>
  </message>
  <message>
   <source>The judgements on {names} contradict each other (consistency ratio {ratio}, to be below {limit}). Revisit {row} against {column} first: it says {value}, the others suggest about {fitting}.</source>
   <translation>{names} 的判断相互矛盾（一致性比例 {ratio}，应小于 {limit}）。请先复核 {row} 与 {column} 的比较：现为 {value}，按其余判断约为 {fitting}。</translation>
  </message>
  <message>
   <source>The keys of the drawing table</source>
   <translation>查看片区绘制快捷键</translation>
  </message>
  <message>
   <source>The layer has no field {fields}. Add what the standard asks for.</source>
   <translation>图层缺少字段 {fields}。请按标准补充。</translation>
  </message>
  <message>
   <source>The layer is in {crs}, layer {other} in {wanted}. It will be reprojected.</source>
   <translation>该图层坐标系为 {crs}，图层 {other} 为 {wanted}，使用时将进行转换。</translation>
  </message>
  <message>
   <source>The layers of the layouts lie in a file beside the project, which has none yet. Save the project first, or give PROJECT_OUTPUT.</source>
   <translation>布局的图层存放在工程旁边的文件中，而当前工程尚未保存。请先保存工程，或指定 PROJECT_OUTPUT。</translation>
  </message>
  <message>
   <source>The layouts lie in the open project, which has no file yet. Save it, then put the layouts into it.</source>
   <translation>布局存放在当前工程中，而当前工程尚未保存。请先保存工程，再生成布局。</translation>
  </message>
  <message>
   <source>The locked districts stay as they are. Of the other units: {reason} Unlocking districts may help as well.</source>
   <translation>已锁定的片区保持不变。就其余单元而言：{reason}解锁部分片区也可能有效。</translation>
  </message>
  <message>
   <source>The next page</source>
   <translation>下一页</translation>
  </message>
  <message>
   <source>The objective of drawing districts, counted anew after every step; less is better. The best is that of the valid plans the county has kept, and of the districts computed before this plan was drawn on.</source>
   <translation>划分片区的目标值，每一步后重新计算，越小越好。最好方案取自本县已存的有效方案，以及本方案手工调整前的计算结果。</translation>
  </message>
  <message>
   <source>The open round, else the next one to be opened.</source>
   <translation>进行中的轮次；没有则为下一个待开启的轮次。</translation>
  </message>
  <message>
   <source>The opinion has no text. Write down what was said.</source>
   <translation>意见没有内容。请写明意见。</translation>
  </message>
  <message>
   <source>The opinion says it is about {subject}, but not which one. Choose it, or make it an opinion on the plan.</source>
   <translation>意见涉及{subject}，但未指明是哪一个。请选择，或改为对方案的意见。</translation>
  </message>
  <message>
   <source>The outline of project {project} cannot be cut without losing area. Simplify it, or draw it again.</source>
   <translation>项目 {project} 的范围无法在不损失面积的情况下分割。请简化范围，或重新绘制。</translation>
  </message>
  <message>
   <source>The outlines of layer {layer} in {unit} add up to {sum:,.2f} m²; the unit's outline has {whole:,.2f} m².</source>
   <translation>图层 {layer} 在 {unit} 内的图形面积合计 {sum:,.2f} 平方米，该单元图形面积为 {whole:,.2f} 平方米。</translation>
  </message>
  <message>
   <source>The page before</source>
   <translation>上一页</translation>
  </message>
  <message>
   <source>The part of the catalogue</source>
   <translation>目录的哪一部分</translation>
  </message>
  <message>
   <source>The place lies outside the county's reference system. Zoom to the county, then click.</source>
   <translation>该位置超出县坐标系范围。请缩放到本县后再点击。</translation>
  </message>
  <message>
   <source>The plan</source>
   <translation>方案</translation>
  </message>
  <message>
   <source>The plan becomes a draft that can be drawn on, and its last round has to be held once more. To keep the approved plan, draw on a branch of it instead.</source>
   <translation>方案将回到草案，可以修改，最后一轮须再次召开。如要保留已批准的方案，请改为另建分支后修改。</translation>
  </message>
  <message>
   <source>The plan breaks rules, so that its figures do not compare with those of plans that keep them.</source>
   <translation>该方案违反规则，其指标不能与符合规则的方案相比。</translation>
  </message>
  <message>
   <source>The plan changed after it was printed: print again.</source>
   <translation>输出之后方案有变动，请重新输出。</translation>
  </message>
  <message>
   <source>The plan goes back to draft, and the round is held again.</source>
   <translation>方案退回编制状态，本环节另开一轮重新评审。</translation>
  </message>
  <message>
   <source>The plan has changed meanwhile and was read again. Drag the centre once more.</source>
   <translation>方案期间已有改动，现已重新读取。请再拖动一次中心。</translation>
  </message>
  <message>
   <source>The plan has no district {district}.</source>
   <translation>方案中没有片区 {district}。</translation>
  </message>
  <message>
   <source>The plan has no districts yet. Draw them first.</source>
   <translation>方案尚未划分片区。请先划分。</translation>
  </message>
  <message>
   <source>The plan has no edit {edit}. Choose one of its own edits as the answer.</source>
   <translation>方案没有修改记录 {edit}。请选择本方案的修改记录。</translation>
  </message>
  <message>
   <source>The plan has no opinion {number}.</source>
   <translation>方案没有意见 {number}。</translation>
  </message>
  <message>
   <source>The plan has no round {number}. Rounds there: {rounds}.</source>
   <translation>方案没有第 {number} 轮。现有轮次：{rounds}。</translation>
  </message>
  <message>
   <source>The plan has {count} broken rules: {first}</source>
   <translation>方案有 {count} 处违反规则：{first}</translation>
  </message>
  <message>
   <source>The plan has {towns} central towns and {villages} central villages. Choose both first (selectcentres) and save them with the plan.</source>
   <translation>方案中有中心镇 {towns} 个、中心村 {villages} 个。请先遴选中心镇和中心村（selectcentres）并存入方案。</translation>
  </message>
  <message>
   <source>The plan in hand</source>
   <translation>当前方案</translation>
  </message>
  <message>
   <source>The plan in hand is what the snapshot says.</source>
   <translation>当前方案与快照相同。</translation>
  </message>
  <message>
   <source>The plan is frozen when the round is opened.</source>
   <translation>开启本轮时固定方案成果。</translation>
  </message>
  <message>
   <source>The plan is not approved: there is no approval to withdraw.</source>
   <translation>方案尚未批准，没有可撤回的批准。</translation>
  </message>
  <message>
   <source>The plan is out of the archive.</source>
   <translation>方案已取消归档。</translation>
  </message>
  <message>
   <source>The plan is shown as that round began with it, and as it left it.</source>
   <translation>对比该轮开始时和结束时的方案。</translation>
  </message>
  <message>
   <source>The plan lies in the archive.</source>
   <translation>方案已归档。</translation>
  </message>
  <message>
   <source>The plan lies in the archive. Take it out first.</source>
   <translation>方案已归档。请先取消归档。</translation>
  </message>
  <message>
   <source>The plan or snapshot on the left</source>
   <translation>左侧的方案或快照</translation>
  </message>
  <message>
   <source>The plan or snapshot on the right</source>
   <translation>右侧的方案或快照</translation>
  </message>
  <message>
   <source>The plan's history holds an edit that cannot be read ({why}). Restore the file from a backup, or a snapshot of the plan.</source>
   <translation>方案的历史记录中有一步无法读取（{why}）。请从备份恢复文件，或恢复方案的快照。</translation>
  </message>
  <message>
   <source>The plan's tables as they were frozen, read-only</source>
   <translation>查看固定的方案表格（只读）</translation>
  </message>
  <message>
   <source>The point is set. Write down what was said, then save.</source>
   <translation>点位已定。请写明意见后保存。</translation>
  </message>
  <message>
   <source>The population of {count} townships differs from the sum of their villages ({names}); each level keeps its own.</source>
   <translation>{count} 个乡镇的人口与其各村合计不一致（{names}），两级各自保留原值。</translation>
  </message>
  <message>
   <source>The register of all opinions</source>
   <translation>全部意见登记表</translation>
  </message>
  <message>
   <source>The restoring was taken back.</source>
   <translation>已撤销恢复。</translation>
  </message>
  <message>
   <source>The round is closed and stays as it is.</source>
   <translation>本轮已结束，不再更改。</translation>
  </message>
  <message>
   <source>The row has no code. Give it one, or delete the row.</source>
   <translation>该行没有代码，请补上或删除该行。</translation>
  </message>
  <message>
   <source>The row has no code. Give it the code of {name}.</source>
   <translation>该行没有代码，请填写 {name} 的代码。</translation>
  </message>
  <message>
   <source>The row has no name to find its unit by. Give it one, or read the table by code.</source>
   <translation>该行没有名称，无法按名称找到单元。请补上名称，或按代码读取。</translation>
  </message>
  <message>
   <source>The rows named above are left out</source>
   <translation>上面列出的行不导入</translation>
  </message>
  <message>
   <source>The same input and the same seed give the same result.</source>
   <translation>输入与种子相同，结果即相同。</translation>
  </message>
  <message>
   <source>The sample county can have {fewest} to {most} parcels, not {parcels}. Choose a number in between.</source>
   <translation>示例县的图斑数应在 {fewest} 到 {most} 之间，不能为 {parcels}。请改填其间的数。</translation>
  </message>
  <message>
   <source>The saved overlay (land_area) does not name {line}, but has {names}, which are no known control lines; what is there of it now and what can be built on are not known. Name the layers as the lines are called, run overlayconstraints and save the summary.</source>
   <translation>已保存的叠加结果（land_area）中没有{line}，却有 {names}，不是已知的控制线；其现状和可建设用地无法得知。请按控制线的名称命名图层，重新运行 overlayconstraints 并保存汇总表。</translation>
  </message>
  <message>
   <source>The saved overlay (land_area) does not name {line}, which the county has; what is there of it now and what can be built on are not known. Run overlayconstraints with it and save the summary.</source>
   <translation>本县有{line}，但已保存的叠加结果（land_area）中没有；其现状和可建设用地无法得知。请加入该控制线重新运行 overlayconstraints 并保存汇总表。</translation>
  </message>
  <message>
   <source>The search ended at the limit of time ({minutes:g} min): this is the best plan until then. It keeps every rule, but another run may end with another one. Allow more time or choose a lower EFFORT for a plan that can be repeated.</source>
   <translation>搜索已到时限（{minutes:g} 分钟）而结束：这是截至当时的最优方案。方案满足全部规则，但再次运行可能得到不同方案。如需可重复的方案，请放宽时限或选用较低的 EFFORT。</translation>
  </message>
  <message>
   <source>The search for improvements ended at the limit of time ({minutes:g} min). Another run may end with another plan. Allow more time or choose a lower EFFORT for a result that can be repeated.</source>
   <translation>改进搜索已到时限（{minutes:g} 分钟）而结束，再次运行可能得到不同方案。如需可重复的结果，请放宽时限或选用较低的 EFFORT。</translation>
  </message>
  <message>
   <source>The sheet that is shown</source>
   <translation>显示的工作表</translation>
  </message>
  <message>
   <source>The shortlist holds {count} units instead of {wanted}: there are no more.</source>
   <translation>候选名单只有 {count} 个单元，少于所要求的 {wanted} 个：已无更多单元。</translation>
  </message>
  <message>
   <source>The table is kept with the plan.</source>
   <translation>分解表已存入方案。</translation>
  </message>
  <message>
   <source>The table is of {found}, asked for is {asked}; it is not taken. Choose the right workbook, or leave YEAR empty.</source>
   <translation>该表是 {found} 年的，要求的是 {asked} 年，未取用。请选择正确的统计表，或把 YEAR 留空。</translation>
  </message>
  <message>
   <source>The table of judgements has columns {columns}. Give columns row, column, value, or a square table whose first column repeats the names of the others.</source>
   <translation>判断表的列为 {columns}。请给出 row、column、value 三列（或行、列、值），或首列与其余列名相同的方阵。</translation>
  </message>
  <message>
   <source>The table of judgements is empty. Give columns row, column, value, or a square table of names.</source>
   <translation>判断表为空。请给出 row、column、value 三列（或行、列、值），或判断方阵。</translation>
  </message>
  <message>
   <source>The table of weights is not used: weighting {weighting} needs none.</source>
   <translation>权重表未使用：赋权方法 {weighting} 不需要权重表。</translation>
  </message>
  <message>
   <source>The target coordinate reference system {crs} is not in metres. Choose a projected one, e.g. the 3-degree zone of the county.</source>
   <translation>目标坐标系 {crs} 不是以米为单位。请选择投影坐标系，如本县所在的 3 度带。</translation>
  </message>
  <message>
   <source>The title is of {other}, the database of {county}; the table is not taken. Choose the right workbook, or mend the title.</source>
   <translation>标题写的是{other}，数据库是{county}的，该表未取用。请选择正确的统计表，或改正标题。</translation>
  </message>
  <message>
   <source>The title is of {title}, the sheet’s name of {sheet}; the table is not taken. Mend the one that is wrong.</source>
   <translation>标题为 {title} 年，工作表名为 {sheet} 年；该表未采用。请改正有误的一处。</translation>
  </message>
  <message>
   <source>The title names several years ({years}); the table is not taken. Give YEAR.</source>
   <translation>标题中有多个年份（{years}），该表未取用。请给出 YEAR。</translation>
  </message>
  <message>
   <source>The township districts differ, too: deviations are against the mean of each its own.</source>
   <translation>两者的镇级片区也不同：人口偏差分别以各自的均值计算。</translation>
  </message>
  <message>
   <source>The unit has no name. Fill in field {field}.</source>
   <translation>该单元缺少名称，请补全字段 {field}。</translation>
  </message>
  <message>
   <source>The unit lies in {count} separate parts.</source>
   <translation>该单元由 {count} 个不相连的部分组成。</translation>
  </message>
  <message>
   <source>The units an indicator is known of</source>
   <translation>指标适用的单元</translation>
  </message>
  <message>
   <source>The units have no coordinate reference system. Set it, then run again.</source>
   <translation>单元图层没有坐标参考系。请设置后重新运行。</translation>
  </message>
  <message>
   <source>The values are those of {year}, as the county's latest figures.</source>
   <translation>指标值的年份为 {year} 年，与本县最近的数据一致。</translation>
  </message>
  <message>
   <source>The village names no township. Fill in field {field}.</source>
   <translation>该村未注明所属乡镇，请补全字段 {field}。</translation>
  </message>
  <message>
   <source>The village's type</source>
   <translation>村庄类型</translation>
  </message>
  <message>
   <source>The weighting has no name. Type one, then keep it.</source>
   <translation>权重方案没有名称，请输入名称后再保存。</translation>
  </message>
  <message>
   <source>The whole</source>
   <translation>全域</translation>
  </message>
  <message>
   <source>The whole chain in one step: scores, districts and centres of townships and of villages, areas under the control lines, workbooks and atlas. Needs a planning database made by “Import county”. Workbooks are written for the county and all its townships with all tables; townships (codes), tables (ids) and atlas sheets can be chosen, separated by commas. Open it in the model designer to change it for your county.</source>
   <translation>一步完成全流程：乡镇与村的指标评价、片区划分、中心选取、管控线面积、报表与图集。需要由“导入县域数据”生成的规划数据库。默认输出全县及所有乡镇的全部报表；也可只选部分乡镇（代码）、报表（标识）和图集图幅，以逗号分隔。可在模型设计器中打开，按本县需要修改。</translation>
  </message>
  <message>
   <source>The whole county</source>
   <translation>全县</translation>
  </message>
  <message>
   <source>The work stopped without saying why.</source>
   <translation>处理中止，未说明原因。</translation>
  </message>
  <message>
   <source>The work stopped: {text}</source>
   <translation>操作中止：{text}</translation>
  </message>
  <message>
   <source>The workbook as it came</source>
   <translation>收到的原始工作簿</translation>
  </message>
  <message>
   <source>The workbook has no certain figure yet. Settle its headers and rows first.</source>
   <translation>该工作簿尚无可确定的数值。请先确定其表头和行名。</translation>
  </message>
  <message>
   <source>The workbook has no row that could be imported.</source>
   <translation>工作簿中没有可以导入的行。</translation>
  </message>
  <message>
   <source>The workbook that came back</source>
   <translation>填好交回的工作簿</translation>
  </message>
  <message>
   <source>The year {year} was taken from the name of the file.</source>
   <translation>年份 {year} 取自文件名。</translation>
  </message>
  <message>
   <source>Their kind gives the speed.</source>
   <translation>由道路类型确定车速。</translation>
  </message>
  <message>
   <source>Their population, ± % of the mean</source>
   <translation>其人口与平均值相差不超过（%）</translation>
  </message>
  <message>
   <source>Their units keep the district they have</source>
   <translation>这些行的单元保持原片区</translation>
  </message>
  <message>
   <source>There are no figures of what was reached. Give ACTUALS, or a YEAR.</source>
   <translation>没有任何实际值。请提供 ACTUALS，或指定 YEAR。</translation>
  </message>
  <message>
   <source>There is no district {district} in this plan.</source>
   <translation>本方案没有片区 {district}。</translation>
  </message>
  <message>
   <source>There is no hierarchy to draw yet.</source>
   <translation>尚无可绘制的镇村体系。</translation>
  </message>
  <message>
   <source>There is no outline yet. Draw one, paste coordinates, open a file or take the selected features.</source>
   <translation>还没有项目范围。请在图上绘制、粘贴坐标、打开文件，或取所选要素。</translation>
  </message>
  <message>
   <source>There is no plan yet.</source>
   <translation>尚无方案。</translation>
  </message>
  <message>
   <source>There is no plan yet: figures go from the county straight to the townships.</source>
   <translation>尚无方案：指标由县直接分解到乡镇。</translation>
  </message>
  <message>
   <source>There is no plan {plan} in {path}. Plans there: {plans}.</source>
   <translation>{path} 中没有方案 {plan}。已有方案：{plans}。</translation>
  </message>
  <message>
   <source>There is no plan {plan} yet: planned fields stay empty.</source>
   <translation>方案 {plan} 尚不存在：规划字段留空。</translation>
  </message>
  <message>
   <source>There is no sheet {sheet}. Choose from: {sheets}.</source>
   <translation>没有名为 {sheet} 的图件。可选：{sheets}。</translation>
  </message>
  <message>
   <source>There is no snapshot {snapshot}.</source>
   <translation>没有编号为 {snapshot} 的快照。</translation>
  </message>
  <message>
   <source>There is no such folder yet: write the workbooks or print the atlas first.</source>
   <translation>文件夹尚不存在，请先生成报表或输出图集。</translation>
  </message>
  <message>
   <source>There is no township district {home}, in which {district} would lie. Nearest districts: {near}. Correct the district.</source>
   <translation>没有镇级片区{home}，村级片区{district}无从归属。相近的片区：{near}。请改正片区。</translation>
  </message>
  <message>
   <source>There is no township district {home}, in which {district} would lie. Township districts are {homes}. Correct the district.</source>
   <translation>没有镇级片区{home}，村级片区{district}无从归属。镇级片区有：{homes}。请改正片区。</translation>
  </message>
  <message>
   <source>There is no township district {parent}. A village district lies in one of: {parents}.</source>
   <translation>没有镇级片区 {parent}。村级片区须位于下列镇级片区之一：{parents}。</translation>
  </message>
  <message>
   <source>There is no township to report on. Tick the county's workbook as well.</source>
   <translation>没有可出报表的乡镇。请同时勾选全县工作簿。</translation>
  </message>
  <message>
   <source>There is no unit with code {unit} at this level.</source>
   <translation>本级没有代码为 {unit} 的单元。</translation>
  </message>
  <message>
   <source>There is nobody to ask: no department is named, none takes part in the round, and none gave an opinion. Name them in SOURCES, or tick the register.</source>
   <translation>没有征求对象：未指定部门，该轮次没有参加单位，也没有单位提出意见。请在 SOURCES 中指定部门，或勾选登记表。</translation>
  </message>
  <message>
   <source>There is nothing to check against. Choose a planning database, or at least one layer of control lines.</source>
   <translation>没有可供检测的数据。请选择规划数据库，或至少一个控制线图层。</translation>
  </message>
  <message>
   <source>There is nothing to print. {reason}</source>
   <translation>没有可输出的图件。{reason}</translation>
  </message>
  <message>
   <source>There is nothing to show for this unit.</source>
   <translation>该单位没有可显示的内容。</translation>
  </message>
  <message>
   <source>These results are out of date, an input changed after they were computed: {results}. Compute them again, or allow figures to be stamped (STALE=stamp).</source>
   <translation>以下成果计算后数据已变动，需更新：{results}。请重新计算，或允许加注后输出（STALE=stamp）。</translation>
  </message>
  <message>
   <source>These results are out of date, an input changed after they were computed: {results}. What shows them is stamped.</source>
   <translation>以下成果计算后数据已变动，需更新：{results}。凡用到的表、图均已加注。</translation>
  </message>
  <message>
   <source>These weights cannot be used: each must be 0 or more, and at least one above 0. Correct them, or begin with equal weights.</source>
   <translation>权重无法使用：各项须不小于 0 且至少一项大于 0。请更正，或从等权开始。</translation>
  </message>
  <message>
   <source>This is the plan in hand.</source>
   <translation>这就是当前方案。</translation>
  </message>
  <message>
   <source>This plan</source>
   <translation>当前方案及全县</translation>
  </message>
  <message>
   <source>This row has no key, so that a decision on it would be lost. Run the analysis or the check again, then decide.</source>
   <translation>该行没有标识，所作处理意见将无法保留。请重新运行分析或检查后再处理。</translation>
  </message>
  <message>
   <source>This would break district {districts} into pieces, or cut off more of it. Take more units along, or let the guard of contiguity warn only.</source>
   <translation>这样会使片区 {districts} 不连片，或使分离的部分增多。请一并划入相连的单元，或将连片性检查改为仅提示。</translation>
  </message>
  <message>
   <source>Tick all that are shown</source>
   <translation>勾选列出的全部</translation>
  </message>
  <message>
   <source>Tick what is handed in: units, tables, sheets of the atlas. Look at the first page, then write it.</source>
   <translation>勾选要报送的内容：单位、表格、图件；先看首页，再输出。</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>时间</translation>
  </message>
  <message>
   <source>To Excel …</source>
   <translation>导出 Excel …</translation>
  </message>
  <message>
   <source>To be reached</source>
   <translation>目标值</translation>
  </message>
  <message>
   <source>To do</source>
   <translation>待处理</translation>
  </message>
  <message>
   <source>To the centre above</source>
   <translation>到上级中心</translation>
  </message>
  <message>
   <source>To the centre, {unit}</source>
   <translation>到上级中心（{unit}）</translation>
  </message>
  <message>
   <source>Topic</source>
   <translation>主题</translation>
  </message>
  <message>
   <source>Topic; proposed by the words of the text</source>
   <translation>主题；按意见内容自动建议</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>合计</translation>
  </message>
  <message>
   <source>Township</source>
   <translation>乡镇</translation>
  </message>
  <message>
   <source>Township code field</source>
   <translation>乡镇代码字段</translation>
  </message>
  <message>
   <source>Township district</source>
   <translation>镇级片区</translation>
  </message>
  <message>
   <source>Township district {parent} holds {units}; district {district} belongs to township district {other}. A village district never crosses a township district: move the township first, or choose a district of {parent}.</source>
   <translation>{units}属于镇级片区 {parent}，而片区 {district} 属于镇级片区 {other}。村级片区不得跨越镇级片区：请先调整乡镇，或选择 {parent} 内的片区。</translation>
  </message>
  <message>
   <source>Township districts</source>
   <translation>镇级片区</translation>
  </message>
  <message>
   <source>Township districts (codes; empty: all)</source>
   <translation>镇级片区（编号；空：全部）</translation>
  </message>
  <message>
   <source>Township districts are the same; village districts differ in their numbers or centres only.</source>
   <translation>镇级片区相同；村级片区仅编号或中心不同。</translation>
  </message>
  <message>
   <source>Township districts are the same; {count} villages lie in another village district.</source>
   <translation>镇级片区相同；{count}个村所属村级片区不同。</translation>
  </message>
  <message>
   <source>Township districts differ in their numbers or centres only; village districts are the same.</source>
   <translation>镇级片区仅编号或中心不同；村级片区相同。</translation>
  </message>
  <message>
   <source>Township districts {districts} have no central town: their central villages hang on the county seat.</source>
   <translation>镇级片区 {districts} 没有中心镇，其中心村暂挂在县城下。</translation>
  </message>
  <message>
   <source>Township field</source>
   <translation>乡镇字段</translation>
  </message>
  <message>
   <source>Township governments or village committees; for units without one an inner point.</source>
   <translation>乡镇政府或村委会；没有的单元以其内部点代替。</translation>
  </message>
  <message>
   <source>Township of the county seat</source>
   <translation>县城所在乡镇</translation>
  </message>
  <message>
   <source>Townships</source>
   <translation>乡镇</translation>
  </message>
  <message>
   <source>Townships (XZQ)</source>
   <translation>乡镇（XZQ）</translation>
  </message>
  <message>
   <source>Townships (codes; empty: all)</source>
   <translation>乡镇（代码；空为全部）</translation>
  </message>
  <message>
   <source>Townships and villages</source>
   <translation>乡镇和村</translation>
  </message>
  <message>
   <source>Townships in order</source>
   <translation>乡镇完成情况排序</translation>
  </message>
  <message>
   <source>Townships, for balancing</source>
   <translation>乡镇（用于平差）</translation>
  </message>
  <message>
   <source>Track targets</source>
   <translation>监测目标</translation>
  </message>
  <message>
   <source>Tracking the targets …</source>
   <translation>正在监测目标…</translation>
  </message>
  <message>
   <source>Treatment (empty: by the rule)</source>
   <translation>协调方式（留空：按规则）</translation>
  </message>
  <message>
   <source>Trend field, more is better</source>
   <translation>发展趋势字段，大者为优</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>Try the sample county</source>
   <translation>试用示例县</translation>
  </message>
  <message>
   <source>Two constraint layers are called {layer}. Rename one of them, or leave it out.</source>
   <translation>有两个控制线图层同名：{layer}。请重命名其中一个，或只保留一个。</translation>
  </message>
  <message>
   <source>Two plans side by side</source>
   <translation>两方案并列对比</translation>
  </message>
  <message>
   <source>Two plans side by side …</source>
   <translation>两方案并列对比…</translation>
  </message>
  <message>
   <source>Type the name of a kept weighting, or take it in hand, to forget it.</source>
   <translation>请输入要删除的权重方案名称，或先取用该方案。</translation>
  </message>
  <message>
   <source>Type: not classified yet</source>
   <translation>类型：尚未分类</translation>
  </message>
  <message>
   <source>Type: {type}, by the rule “{rule}”</source>
   <translation>类型：{type}，依据规则“{rule}”</translation>
  </message>
  <message>
   <source>Type: {type}, decided by a person: {reason}</source>
   <translation>类型：{type}，人工确定：{reason}</translation>
  </message>
  <message>
   <source>Type: {type}. {reason}</source>
   <translation>类型：{type}。{reason}</translation>
  </message>
  <message>
   <source>Types</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>Unassigned</source>
   <translation>未划入</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>撤销（Ctrl+Z）</translation>
  </message>
  <message>
   <source>Undo the import</source>
   <translation>撤销导入</translation>
  </message>
  <message>
   <source>Undo the last change (Ctrl+Z)</source>
   <translation>撤销上一步修改（Ctrl+Z）</translation>
  </message>
  <message>
   <source>Undo the last decision (Ctrl+Z)</source>
   <translation>撤销上一次处理（Ctrl+Z）</translation>
  </message>
  <message>
   <source>Undo the last move (Ctrl+Z)</source>
   <translation>撤销上一次调整（Ctrl+Z）</translation>
  </message>
  <message>
   <source>Undo: {what} – Ctrl+Z</source>
   <translation>撤销：{what}（Ctrl+Z）</translation>
  </message>
  <message>
   <source>Undone and saved: {what}</source>
   <translation>已撤销并保存：{what}</translation>
  </message>
  <message>
   <source>Undone: {count} rows are there again.</source>
   <translation>已撤销，恢复原有 {count} 行。</translation>
  </message>
  <message>
   <source>Undone: {what}</source>
   <translation>撤销：{what}</translation>
  </message>
  <message>
   <source>Unexpected error ({kind}: {text}). The log panel “Village Planner” has the details; please send them to us.</source>
   <translation>出现意外错误（{kind}：{text}）。详情见日志面板“Village Planner”，请反馈给我们。</translation>
  </message>
  <message>
   <source>Unfold</source>
   <translation>全部展开</translation>
  </message>
  <message>
   <source>Unit</source>
   <translation>单元</translation>
  </message>
  <message>
   <source>Unit code field</source>
   <translation>单元代码字段</translation>
  </message>
  <message>
   <source>Unit of areas</source>
   <translation>面积单位</translation>
  </message>
  <message>
   <source>Unit of measure</source>
   <translation>计量单位</translation>
  </message>
  <message>
   <source>Unit of measure, where the header says none or a wrong one</source>
   <translation>计量单位：表头未写或写错时在此填写</translation>
  </message>
  <message>
   <source>Unit passed down to</source>
   <translation>分解对象</translation>
  </message>
  <message>
   <source>Unit {unit} has no district. Write one, or choose what becomes of units without a district.</source>
   <translation>单元 {unit} 没有片区。请填写，或选择没有片区的单元如何处理。</translation>
  </message>
  <message>
   <source>Unit {unit} is a centre already, of district {district}.</source>
   <translation>单元 {unit} 已是片区 {district} 的中心。</translation>
  </message>
  <message>
   <source>Unit {unit} is in no district.</source>
   <translation>单元 {unit} 未划入任何片区。</translation>
  </message>
  <message>
   <source>Unit {unit} is locked to district {locked}.</source>
   <translation>单元 {unit} 已锁定在片区 {locked}。</translation>
  </message>
  <message>
   <source>Unit {unit} is not in the table. Add its row, or choose what becomes of units without a district.</source>
   <translation>表中没有单元 {unit}。请补上该行，或选择没有片区的单元如何处理。</translation>
  </message>
  <message>
   <source>Unit {unit} lies in {parent}: a centre stays inside its township district.</source>
   <translation>单元 {unit} 位于 {parent}：中心不能移出所在的镇级片区。</translation>
  </message>
  <message>
   <source>Unit {unit} must stay together with {others}.</source>
   <translation>单元 {unit} 必须与 {others} 同区。</translation>
  </message>
  <message>
   <source>Unit {unit} occurs more than once ({count} such codes). Give each unit one row.</source>
   <translation>单元 {unit} 重复出现（共 {count} 个此类代码）。请每个单元只保留一行。</translation>
  </message>
  <message>
   <source>Unit {unit} stands in row {first} already. Keep one of the two rows.</source>
   <translation>单元 {unit} 已在第 {first} 行出现。两行只保留一行。</translation>
  </message>
  <message>
   <source>Units</source>
   <translation>单元</translation>
  </message>
  <message>
   <source>Units (townships or villages)</source>
   <translation>单元（乡镇或村）</translation>
  </message>
  <message>
   <source>Units are known by</source>
   <translation>识别单元的依据</translation>
  </message>
  <message>
   <source>Units below less figure</source>
   <translation>下级合计减本级</translation>
  </message>
  <message>
   <source>Units drawn by rectangle</source>
   <translation>框选划入单元</translation>
  </message>
  <message>
   <source>Units moved</source>
   <translation>调整单元</translation>
  </message>
  <message>
   <source>Units moved from the older plan</source>
   <translation>与原方案相比调整的单元数</translation>
  </message>
  <message>
   <source>Units on the shortlist</source>
   <translation>候选名单单元数</translation>
  </message>
  <message>
   <source>Units or figures have changed since: draw the districts again.</source>
   <translation>此后单元或指标数据已有变化：请重新划分片区。</translation>
  </message>
  <message>
   <source>Units painted</source>
   <translation>涂绘单元</translation>
  </message>
  <message>
   <source>Units that are a centre in any case (yes/no field)</source>
   <translation>指定为中心的单元（是/否字段）</translation>
  </message>
  <message>
   <source>Units that count as the top in the stability table</source>
   <translation>稳定性表中计为前列的单元数</translation>
  </message>
  <message>
   <source>Units that lie in another district than in the plan drawn</source>
   <translation>与所划方案相比改划片区的单元数</translation>
  </message>
  <message>
   <source>Units that may not be a centre (yes/no field)</source>
   <translation>不得入选的单元（是/否字段）</translation>
  </message>
  <message>
   <source>Units that move</source>
   <translation>调整归属的单元</translation>
  </message>
  <message>
   <source>Units to report on (empty: townships, and the county as ticked above)</source>
   <translation>报表范围（空：各乡镇，全县按上面的勾选）</translation>
  </message>
  <message>
   <source>Units with a district code here keep it.</source>
   <translation>此字段填有片区编号的单元保持该归属。</translation>
  </message>
  <message>
   <source>Units with districts</source>
   <translation>划入片区的单元</translation>
  </message>
  <message>
   <source>Units with indicators</source>
   <translation>含指标的单元</translation>
  </message>
  <message>
   <source>Units with roles</source>
   <translation>含角色的单元</translation>
  </message>
  <message>
   <source>Units with the same value lie in different districts.</source>
   <translation>取值相同的单元划入不同片区。</translation>
  </message>
  <message>
   <source>Units with the same value lie in one district.</source>
   <translation>取值相同的单元划入同一片区。</translation>
  </message>
  <message>
   <source>Units without a district</source>
   <translation>未划入片区的单元</translation>
  </message>
  <message>
   <source>Units without a district in the table</source>
   <translation>表中没有片区的单元</translation>
  </message>
  <message>
   <source>Units {codes} are fixed as centres and may not be one at the same time. Decide for one of them.</source>
   <translation>单元 {codes} 既被指定为中心，又不得作为中心。请二者取一。</translation>
  </message>
  <message>
   <source>Units {codes} are in no district. Assign them first.</source>
   <translation>单元 {codes} 不属于任何片区。请先划入片区。</translation>
  </message>
  <message>
   <source>Units {codes} belong to a unit of another township district.</source>
   <translation>单元 {codes} 的上级位于另一个镇级片区。</translation>
  </message>
  <message>
   <source>Units {codes} belong to a unit that is not in it.</source>
   <translation>单元 {codes} 的上级不在体系中。</translation>
  </message>
  <message>
   <source>Units {codes} do not belong to a higher tier.</source>
   <translation>单元 {codes} 的上级层级不高于其自身。</translation>
  </message>
  <message>
   <source>Units {codes} have no geometry, so distances to them are unknown. Draw them, or set SUBCENTRES to 0.</source>
   <translation>单元 {codes} 没有几何，无法计算距离。请补绘，或将 SUBCENTRES 设为 0。</translation>
  </message>
  <message>
   <source>Units {codes} stand in the hierarchy more than once.</source>
   <translation>单元 {codes} 在体系中重复出现。</translation>
  </message>
  <message>
   <source>Units {first} and {second} overlap by {area:,.2f} m².</source>
   <translation>单元 {first} 与 {second} 重叠 {area:,.2f} m²。</translation>
  </message>
  <message>
   <source>Units {first} and {unit} must not be in one district.</source>
   <translation>单元 {first} 和 {unit} 不得划入同一片区。</translation>
  </message>
  <message>
   <source>Units {units} ({count}, {population:,.0f} people) are not connected with the rest of parent {parent} and cannot make districts within the limits of their own. Add LINKS or widen the limits.</source>
   <translation>单元 {units}（{count} 个，{population:,.0f} 人）与上级片区 {parent} 的其余部分不相连，自身又无法在限值内成区。请增加 LINKS 或放宽限值。</translation>
  </message>
  <message>
   <source>Units {units} are in no district. Give every unit a district first.</source>
   <translation>单元 {units} 尚未划入任何片区。请先为每个单元划定片区。</translation>
  </message>
  <message>
   <source>Units {units} must share a district (TOGETHER, LOCK or CENTRE), but lie in different parents: {parents}. Correct the field or leave one of them free.</source>
   <translation>单元 {units} 必须同区（TOGETHER、LOCK 或 CENTRE），但属于不同的上级片区：{parents}。请改正字段或解除其中之一。</translation>
  </message>
  <message>
   <source>Units {units} must share a district and must not, by TOGETHER, APART, LOCK or CENTRE. Correct one of these fields.</source>
   <translation>按 TOGETHER、APART、LOCK 或 CENTRE，单元 {units} 既必须同区又不得同区。请改正其中一个字段。</translation>
  </message>
  <message>
   <source>Units {units} must share a district, but no way over shared borders leads from one to the other past the other locked districts. Add LINKS or change TOGETHER, LOCK or CENTRE.</source>
   <translation>单元 {units} 必须同区，但避开其他锁定片区后没有共边的通路相连。请增加 LINKS，或修改 TOGETHER、LOCK 或 CENTRE。</translation>
  </message>
  <message>
   <source>Units {units} must stay together and have {population:,.0f} people, above the limit of {high:,.0f} for a district. Raise TOLERANCE or POPULATION_MAX, or free some of them.</source>
   <translation>单元 {units} 必须同区，共 {population:,.0f} 人，高于片区上限 {high:,.0f} 人。请放宽 TOLERANCE 或 POPULATION_MAX，或解除其中一部分。</translation>
  </message>
  <message>
   <source>Units {units} must stay together: {count} units, more than MAX_UNITS ({limit}).</source>
   <translation>单元 {units} 必须同区：共 {count} 个单元，多于 MAX_UNITS（{limit}）。</translation>
  </message>
  <message>
   <source>Units {units} of {parent} have no district, and all districts there are locked. Unlock one, or give the units a district.</source>
   <translation>{parent} 的单元 {units} 未划入片区，而那里的片区全部锁定。请解锁其中一个，或给这些单元指定片区。</translation>
  </message>
  <message>
   <source>Unlock all</source>
   <translation>全部解锁</translation>
  </message>
  <message>
   <source>Untick all that are shown</source>
   <translation>取消勾选列出的全部</translation>
  </message>
  <message>
   <source>Until when signatures and opinions are due</source>
   <translation>签署和提交意见的期限</translation>
  </message>
  <message>
   <source>Until when to answer, as it is printed</source>
   <translation>反馈期限（按所写印出）</translation>
  </message>
  <message>
   <source>Until when to sign</source>
   <translation>会签截止日期</translation>
  </message>
  <message>
   <source>Until when to sign (empty: as the catalogue says)</source>
   <translation>会签截止日期（空：按目录规定）</translation>
  </message>
  <message>
   <source>Until when, such as 2026-04-01</source>
   <translation>办理期限，如 2026-04-01</translation>
  </message>
  <message>
   <source>Urban development boundary</source>
   <translation>城镇开发边界</translation>
  </message>
  <message>
   <source>Urban development boundary (CZKFBJ)</source>
   <translation>城镇开发边界（CZKFBJ）</translation>
  </message>
  <message>
   <source>Use these coordinates</source>
   <translation>使用这些坐标</translation>
  </message>
  <message>
   <source>Usual capacity</source>
   <translation>常用规模</translation>
  </message>
  <message>
   <source>Value</source>
   <translation>数值</translation>
  </message>
  <message>
   <source>Value field (empty: the usual one)</source>
   <translation>值字段（留空：通用字段）</translation>
  </message>
  <message>
   <source>Values are missing: {townships} of townships, {villages} of villages. Import or compute them; what a missing value means is set in the catalogue.</source>
   <translation>缺少数值：乡镇 {townships} 个、村 {villages} 个。请导入或计算；缺值如何处理在指标目录中设定。</translation>
  </message>
  <message>
   <source>Vector</source>
   <translation>向量归一化</translation>
  </message>
  <message>
   <source>Verdict</source>
   <translation>结论</translation>
  </message>
  <message>
   <source>Village</source>
   <translation>村</translation>
  </message>
  <message>
   <source>Village Planner</source>
   <translation>村庄规划</translation>
  </message>
  <message>
   <source>Village Planner – county village planning</source>
   <translation>村庄规划——县域村庄规划</translation>
  </message>
  <message>
   <source>Village Planner: the county's desk</source>
   <translation>村庄规划：县级工作台</translation>
  </message>
  <message>
   <source>Village district {district} has no central village in the township district of {codes}: they hang on the town.</source>
   <translation>村级片区 {district} 在村庄 {codes} 所在的镇级片区内没有中心村，这些村庄暂挂在中心镇下。</translation>
  </message>
  <message>
   <source>Village district {district} now crosses the township districts {parents} ({count} such districts). Draw the village districts anew.</source>
   <translation>村级片区 {district} 现已跨越镇级片区 {parents}（共 {count} 个此类片区）。请重新划分村级片区。</translation>
  </message>
  <message>
   <source>Village districts</source>
   <translation>村级片区</translation>
  </message>
  <message>
   <source>Village type</source>
   <translation>村庄类型</translation>
  </message>
  <message>
   <source>Village type field (types to be relocated are not chosen)</source>
   <translation>村庄类型字段（搬迁撤并类不选作中心村）</translation>
  </message>
  <message>
   <source>Village type set</source>
   <translation>设定村庄类型</translation>
  </message>
  <message>
   <source>Village types</source>
   <translation>村庄类型</translation>
  </message>
  <message>
   <source>Village types released</source>
   <translation>取消村庄类型的人工认定</translation>
  </message>
  <message>
   <source>Village types saved</source>
   <translation>保存村庄类型</translation>
  </message>
  <message>
   <source>Village {village} lies in township {township}, which the county does not have. Run checkdata.</source>
   <translation>村 {village} 所属的乡镇 {township} 在本县不存在。请运行 checkdata。</translation>
  </message>
  <message>
   <source>Villager</source>
   <translation>村民</translation>
  </message>
  <message>
   <source>Villages</source>
   <translation>村（社区）</translation>
  </message>
  <message>
   <source>Villages (instead of those of the database)</source>
   <translation>村庄图层（代替数据库中的村庄）</translation>
  </message>
  <message>
   <source>Villages and communities</source>
   <translation>村（社区）</translation>
  </message>
  <message>
   <source>Villages and communities (CJDCQ)</source>
   <translation>村级调查区（CJDCQ）</translation>
  </message>
  <message>
   <source>Villages are enough to begin; townships, parcels, control lines and statistics as you have them</source>
   <translation>有村级界线即可开始；乡镇、图斑、控制线和统计资料，有则一并导入</translation>
  </message>
  <message>
   <source>Villages below</source>
   <translation>下辖村数</translation>
  </message>
  <message>
   <source>Villages below, itself counted</source>
   <translation>下辖村数（含本村）</translation>
  </message>
  <message>
   <source>Villages whose type the user decided (yes/no field)</source>
   <translation>类型由用户确定的村庄（是/否字段）</translation>
  </message>
  <message>
   <source>Villages with types</source>
   <translation>带类型的村庄</translation>
  </message>
  <message>
   <source>Villages {codes} are in no township district: they hang on the county seat.</source>
   <translation>村庄 {codes} 不属于任何镇级片区，暂挂在县城下。</translation>
  </message>
  <message>
   <source>Villages {codes} are not in the hierarchy.</source>
   <translation>村庄 {codes} 不在体系中。</translation>
  </message>
  <message>
   <source>Weigh by these judgements</source>
   <translation>按判断矩阵赋权</translation>
  </message>
  <message>
   <source>Weighed by the judgements; worst consistency ratio {ratio}.</source>
   <translation>已按判断矩阵赋权；最大一致性比例 {ratio}。</translation>
  </message>
  <message>
   <source>Weight among all indicators, %</source>
   <translation>在全部指标中的权重（%）</translation>
  </message>
  <message>
   <source>Weight of a group among the groups, of an indicator within its group</source>
   <translation>指标组在各组中的权重，指标在本组内的权重</translation>
  </message>
  <message>
   <source>Weight of compactness</source>
   <translation>紧凑度权重</translation>
  </message>
  <message>
   <source>Weight of flow</source>
   <translation>流动权重</translation>
  </message>
  <message>
   <source>Weight of similarity</source>
   <translation>相似性权重</translation>
  </message>
  <message>
   <source>Weight of stability</source>
   <translation>稳定性权重</translation>
  </message>
  <message>
   <source>Weight of the boundary</source>
   <translation>边界权重</translation>
  </message>
  <message>
   <source>Weight, %</source>
   <translation>权重%</translation>
  </message>
  <message>
   <source>Weighted sum, 0 to 1; the bar shows what each group gives</source>
   <translation>加权求和，0 至 1；条形表示各组的贡献</translation>
  </message>
  <message>
   <source>Weighting</source>
   <translation>赋权方法</translation>
  </message>
  <message>
   <source>Weighting A</source>
   <translation>权重甲</translation>
  </message>
  <message>
   <source>Weighting B</source>
   <translation>权重乙</translation>
  </message>
  <message>
   <source>Weighting kept</source>
   <translation>保存权重方案</translation>
  </message>
  <message>
   <source>Weighting own needs weights. Give WEIGHTS_TABLE or OWN_WEIGHTS, or choose another weighting.</source>
   <translation>自定权重（own）需要给出权重。请给出 WEIGHTS_TABLE 或 OWN_WEIGHTS，或选择其他赋权方法。</translation>
  </message>
  <message>
   <source>Weighting {weighting} needs a table of pairwise judgements. Give JUDGEMENTS or choose another weighting.</source>
   <translation>赋权方法 {weighting} 需要两两比较判断表。请提供 JUDGEMENTS 或另选赋权方法。</translation>
  </message>
  <message>
   <source>Weights</source>
   <translation>权重</translation>
  </message>
  <message>
   <source>Weights and ranks</source>
   <translation>权重与位次</translation>
  </message>
  <message>
   <source>Weights and ranks …</source>
   <translation>权重与位次…</translation>
  </message>
  <message>
   <source>Weights must be 0 or more.</source>
   <translation>权重不得小于 0。</translation>
  </message>
  <message>
   <source>Weights of groups and indicators by the judgements of the one shown, or of all combined</source>
   <translation>按所示专家（或全部专家综合）的判断确定指标组和指标的权重</translation>
  </message>
  <message>
   <source>What</source>
   <translation>对象</translation>
  </message>
  <message>
   <source>What a stroke may take, and when it is refused</source>
   <translation>一笔可划入哪些单元，何时不予划入</translation>
  </message>
  <message>
   <source>What becomes of a reply or decision that is there with other words</source>
   <translation>已有的回复或采纳情况与工作簿不同时如何处理</translation>
  </message>
  <message>
   <source>What becomes of figures that the database has otherwise</source>
   <translation>数据库中已有不同数值时如何处理</translation>
  </message>
  <message>
   <source>What becomes of units that get no district from the table</source>
   <translation>未从表中得到片区的单元如何处理</translation>
  </message>
  <message>
   <source>What changed is known of a planning database only. Choose the database and no single layers, or check everything.</source>
   <translation>只有规划数据库才能知道哪些内容有变化。请只选择规划数据库、不选单个图层，或者全部检查。</translation>
  </message>
  <message>
   <source>What each indicator adds to each score</source>
   <translation>各指标对得分的贡献</translation>
  </message>
  <message>
   <source>What is asked, a line each</source>
   <translation>评审议题，每行一项</translation>
  </message>
  <message>
   <source>What is compared: the groups first, then the indicators within each</source>
   <translation>比较对象：先比较指标组，再比较组内指标</translation>
  </message>
  <message>
   <source>What is listed belongs to another county or plan than the one in hand. Open the list again, then decide.</source>
   <translation>列表属于另一个县或方案，与当前打开的不同。请重新打开列表后再作决定。</translation>
  </message>
  <message>
   <source>What is wrong</source>
   <translation>问题和处理办法</translation>
  </message>
  <message>
   <source>What is wrong, and the cure</source>
   <translation>问题与改正办法</translation>
  </message>
  <message>
   <source>What is wrong, and what to do</source>
   <translation>问题与处理建议</translation>
  </message>
  <message>
   <source>What it is about: type a part of the name, then choose</source>
   <translation>涉及对象：输入名称的一部分后选择</translation>
  </message>
  <message>
   <source>What stands there</source>
   <translation>所写内容</translation>
  </message>
  <message>
   <source>What the selected participants say</source>
   <translation>所选单位的签署意见</translation>
  </message>
  <message>
   <source>What was done</source>
   <translation>事项</translation>
  </message>
  <message>
   <source>What was done with each figure</source>
   <translation>数据处理说明</translation>
  </message>
  <message>
   <source>What was reached (table or sheet of a workbook)</source>
   <translation>实际值（表格或工作簿的工作表）</translation>
  </message>
  <message>
   <source>What was said</source>
   <translation>意见内容</translation>
  </message>
  <message>
   <source>What you changed in “{catalogue}” is not saved.</source>
   <translation>“{catalogue}”中的修改尚未保存。</translation>
  </message>
  <message>
   <source>When</source>
   <translation>条件</translation>
  </message>
  <message>
   <source>When cancelled</source>
   <translation>取消时</translation>
  </message>
  <message>
   <source>When it was given, such as 2026-03-05 or 2026年3月5日</source>
   <translation>提出日期，如 2026-03-05 或 2026年3月5日</translation>
  </message>
  <message>
   <source>Where INPUT has no rows</source>
   <translation>INPUT 没有记录时</translation>
  </message>
  <message>
   <source>Where the files go; files of the same names are replaced</source>
   <translation>文件写入的文件夹；同名文件将被替换</translation>
  </message>
  <message>
   <source>Where the plan was changed, in words</source>
   <translation>方案修改的位置（文字）</translation>
  </message>
  <message>
   <source>Where there are bad rows</source>
   <translation>有误行的处理</translation>
  </message>
  <message>
   <source>Where there are errors</source>
   <translation>有错误时</translation>
  </message>
  <message>
   <source>Where there are rows at fault</source>
   <translation>有行有误时</translation>
  </message>
  <message>
   <source>Where there is no planned layer to compare with</source>
   <translation>没有可对比的规划图层时</translation>
  </message>
  <message>
   <source>Whether it is adopted</source>
   <translation>是否采纳</translation>
  </message>
  <message>
   <source>Which districts are drawn: of townships, or of villages inside them</source>
   <translation>绘制镇级片区，或其中的村级片区</translation>
  </message>
  <message>
   <source>Which field is what, where the names do not tell; as for the import.</source>
   <translation>字段名无法识别时，指明各字段的含义；与导入时相同。</translation>
  </message>
  <message>
   <source>Which kinds of unit there is a report of; TOWNSHIPS and DISTRICTS choose among them.</source>
   <translation>输出哪几级单位的成果表；由 TOWNSHIPS 和 DISTRICTS 再作选择。</translation>
  </message>
  <message>
   <source>Which list the class codes are of; own: codes that only your rule catalogue knows.</source>
   <translation>地类代码属于哪一代码表；own：仅规则目录自定义的代码。</translation>
  </message>
  <message>
   <source>Which list the planned class codes are of: the guide of 2023, or the trial list of 2020.</source>
   <translation>规划地类编码所属版本：2023 年分类指南，或 2020 年试行版。</translation>
  </message>
  <message>
   <source>Which plan of the planned layer, where it holds several. Empty: the only one.</source>
   <translation>规划图层含多个规划时取哪一个。留空：唯一的一个。</translation>
  </message>
  <message>
   <source>Which sheets are read</source>
   <translation>读取哪些工作表</translation>
  </message>
  <message>
   <source>Which units the rows are</source>
   <translation>各行是哪一级单元</translation>
  </message>
  <message>
   <source>Who</source>
   <translation>操作人</translation>
  </message>
  <message>
   <source>Who deals with it</source>
   <translation>由谁办理</translation>
  </message>
  <message>
   <source>Who did what when</source>
   <translation>查看何人何时做了何事</translation>
  </message>
  <message>
   <source>Who says so</source>
   <translation>由谁提出</translation>
  </message>
  <message>
   <source>Who signed; may stay empty where the catalogue of rounds allows it</source>
   <translation>签署人；评审轮次目录允许时可不填</translation>
  </message>
  <message>
   <source>Who wins</source>
   <translation>以谁为准</translation>
  </message>
  <message>
   <source>Whoever had the county in hand gives no sign any more: draw on it here.</source>
   <translation>原占用者已无响应：可在此继续绘制。</translation>
  </message>
  <message>
   <source>Whole county</source>
   <translation>全县</translation>
  </message>
  <message>
   <source>Whole townships</source>
   <translation>整乡镇</translation>
  </message>
  <message>
   <source>Whole townships (T): all units of the township under the pointer</source>
   <translation>整乡镇（T）：指针处乡镇的全部单元</translation>
  </message>
  <message>
   <source>Whole townships drawn</source>
   <translation>整乡镇划入</translation>
  </message>
  <message>
   <source>Whose judgements are shown</source>
   <translation>显示谁的判断</translation>
  </message>
  <message>
   <source>Why</source>
   <translation>依据</translation>
  </message>
  <message>
   <source>Why it is adopted in part or not</source>
   <translation>部分采纳或不采纳的理由</translation>
  </message>
  <message>
   <source>Wins by the rule</source>
   <translation>按规则以谁为准</translation>
  </message>
  <message>
   <source>Wins:</source>
   <translation>以谁为准：</translation>
  </message>
  <message>
   <source>With MAX_CROSSING 0 the units {units} ({count}, {population:,.0f} people) must make districts of their own, but cannot keep the limits. Raise MAX_CROSSING or widen the limits.</source>
   <translation>MAX_CROSSING 为 0 时，单元 {units}（{count} 个，{population:,.0f} 人）须自成片区，但无法符合限值。请提高 MAX_CROSSING 或放宽限值。</translation>
  </message>
  <message>
   <source>With ONLY_CHANGED: the plan whose findings are kept.</source>
   <translation>与“只检查有变化的内容”配合：检查结果所在的方案。</translation>
  </message>
  <message>
   <source>With SAVE: keep leaves a figure of the same unit, indicator and year as it is.</source>
   <translation>与 SAVE 配合：keep 保留同一单元、同一指标、同一年份的已有数值。</translation>
  </message>
  <message>
   <source>Withdraw</source>
   <translation>撤回</translation>
  </message>
  <message>
   <source>Withdraw approval</source>
   <translation>撤回批准</translation>
  </message>
  <message>
   <source>Withdraw the approval?</source>
   <translation>撤回批准？</translation>
  </message>
  <message>
   <source>Withdrawn</source>
   <translation>已撤回</translation>
  </message>
  <message>
   <source>Without a district</source>
   <translation>未划入片区</translation>
  </message>
  <message>
   <source>Without a district: {units}.</source>
   <translation>未划入片区：{units}。</translation>
  </message>
  <message>
   <source>Without any one of these it would be among the first {top}: {indicators}.</source>
   <translation>去掉以下任一指标即可进入前 {top}：{indicators}。</translation>
  </message>
  <message>
   <source>Without any one of these it would not be among the first {top}: {indicators}.</source>
   <translation>去掉以下任一指标便不在前 {top} 之列：{indicators}。</translation>
  </message>
  <message>
   <source>Without population each unit counts 1.</source>
   <translation>没有人口时每个单元计为 1。</translation>
  </message>
  <message>
   <source>Words and units of workbooks</source>
   <translation>统计表用词和计量单位</translation>
  </message>
  <message>
   <source>Workbook (*.xlsx)</source>
   <translation>工作簿 (*.xlsx)</translation>
  </message>
  <message>
   <source>Workbook and PDF, into a folder</source>
   <translation>将工作簿和 PDF 存入文件夹</translation>
  </message>
  <message>
   <source>Workbook of opinions</source>
   <translation>意见工作簿</translation>
  </message>
  <message>
   <source>Workbook of questionnaires</source>
   <translation>问卷工作簿</translation>
  </message>
  <message>
   <source>Workbook of the form</source>
   <translation>填报表工作簿</translation>
  </message>
  <message>
   <source>Workbook {file} does not exist. Choose another file.</source>
   <translation>工作簿 {file} 不存在。请选择其他文件。</translation>
  </message>
  <message>
   <source>Workbook {file} is damaged or incomplete ({reason}). Open it in Excel or WPS, let it be repaired, save it as .xlsx and choose that file; or ask for it to be sent again.</source>
   <translation>工作簿 {file} 已损坏或不完整（{reason}）。请用 Excel 或 WPS 打开并修复，另存为 .xlsx 后再选择；或请对方重新发送。</translation>
  </message>
  <message>
   <source>Workbook {file} is protected by a password. Open it in Excel or WPS, save it without a password and choose that file.</source>
   <translation>工作簿 {file} 有密码保护。请用 Excel 或 WPS 打开，去掉密码保存后再选择。</translation>
  </message>
  <message>
   <source>Workbook {file}, sheet {sheet}: something stands as far out as {cell}. Delete the rows and columns that are not part of the table, save and run again.</source>
   <translation>工作簿 {file}，工作表 {sheet}：在很远的 {cell} 处还有内容。请删去不属于统计表的行和列，保存后再运行。</translation>
  </message>
  <message>
   <source>Workbook …</source>
   <translation>工作簿…</translation>
  </message>
  <message>
   <source>Workbook, text table, GeoPackage or shapefile</source>
   <translation>工作簿、文本表格、GeoPackage 或 Shapefile</translation>
  </message>
  <message>
   <source>Workbooks (*.xlsx *.xlsm *.csv *.txt *.tsv);;All files (*.*)</source>
   <translation>统计表 (*.xlsx *.xlsm *.csv *.txt *.tsv);;所有文件 (*.*)</translation>
  </message>
  <message>
   <source>Workbooks ({endings})</source>
   <translation>工作簿（{endings}）</translation>
  </message>
  <message>
   <source>Workbooks and text tables (*.xlsx *.xlsm *.csv *.txt *.tsv)</source>
   <translation>工作簿和文本表格 (*.xlsx *.xlsm *.csv *.txt *.tsv)</translation>
  </message>
  <message>
   <source>Write down what was said and by whom, then save.</source>
   <translation>请写明意见内容和来源，然后保存。</translation>
  </message>
  <message>
   <source>Write forms for the departments and the register</source>
   <translation>生成各部门征求表和登记表</translation>
  </message>
  <message>
   <source>Write the catalogue to a file, as algorithms take it</source>
   <translation>把目录写成文件，可供各算法使用</translation>
  </message>
  <message>
   <source>Write the comparison</source>
   <translation>写出对比结果</translation>
  </message>
  <message>
   <source>Write the comparison as a workbook</source>
   <translation>将对比结果写成工作簿</translation>
  </message>
  <message>
   <source>Write the matrices into a workbook</source>
   <translation>将判断矩阵写入工作簿</translation>
  </message>
  <message>
   <source>Write the record</source>
   <translation>导出工作记录</translation>
  </message>
  <message>
   <source>Write the same choice into {folder}</source>
   <translation>将同样的内容输出到 {folder}</translation>
  </message>
  <message>
   <source>Write what is listed to a workbook, or as text with everything that was kept of it</source>
   <translation>将所列记录导出为工作簿，或连同原始数据导出为文本</translation>
  </message>
  <message>
   <source>Write what is ticked</source>
   <translation>输出所选成果</translation>
  </message>
  <message>
   <source>Writes a form per department (意见征求表): header, instructions, the opinions known so far with their replies, blank rows, and drop-down lists for topic, decision, township, village and district. What comes back filled in is read by importopinions; rows that are known already are recognised and add nothing.

SOURCES names the departments; empty: those that take part in the round, and those that gave an opinion. REGISTER also writes one workbook with all opinions, in which replies and decisions can be filled in.</source>
   <translation>为每个部门生成意见征求表：表头、填写说明、已有意见及回复、空白行，以及主题、采纳情况、乡镇、村、片区的下拉列表。填好返回后用“导入意见”读取；已有的行能够识别，不会重复增加。

SOURCES 指定部门；为空时取该轮次的参加单位和已提出意见的单位。REGISTER 另生成一个登记全部意见的工作簿，可在其中填写回复和采纳情况。</translation>
  </message>
  <message>
   <source>Writes a table of the report that is filled in by hand as a workbook: its heads, the rows that were imported so far, and blank rows. Fill it in and give it to importform.

FORM: safeguards (safeguard measures), tenure_adjustment, sector_plan_list, or a table of kind “brought” of the county’s own catalogue.</source>
   <translation>将报告中由人工填报的表导出为工作簿：含表头、此前已导入的行和空白行。填好后用“导入填报表”导入。

FORM：safeguards（保障措施）、tenure_adjustment（权属调整）、sector_plan_list（专项规划清单），或本县表格目录中 kind 为 brought 的表。</translation>
  </message>
  <message>
   <source>Writes the plan's report tables as Excel workbooks in the form that is handed in: one for the county, one per township district and one per township, with an index, live totals, charts, print settings and a sheet on which every figure that must agree with another is checked.

Areas are rounded once (village by class by control line, 0.01 ha), balanced to the village's control area, and only added up from there. A table whose data the county has not brought yet is left out; the index says what to import or run.

The same tables can be had as CSV, as tables of a GeoPackage, and as a page in HTML that needs nothing but a browser. Figures that are out of date are stamped on the table, or the run is refused.

Existing files of the same names are replaced only when all new ones are whole.</source>
   <translation>将方案的成果表按上报格式写成 Excel 工作簿：全县一册，各镇级片区、各乡镇各一册，含目录、自动求和、图表和打印设置，并有一张数据核对表逐项核对凡应一致的数字。

面积只在“村 × 地类 × 管控线”上取两位小数一次（0.01 公顷），平差到村控制面积，此后只做加总。县里尚未提供数据的表不列出，目录中说明需要导入或运行什么。

同样的表还可输出为 CSV、GeoPackage 表，以及用浏览器即可打开的 HTML 页面。已过期的数字会在表上注明，也可以选择不予输出。

同名的旧文件在全部新文件完整写好后才被替换。</translation>
  </message>
  <message>
   <source>Writes which unit belongs to which district, a row per unit: code, name, township (villages), district, district name, population, role. The file's ending says the format: .xlsx (codes as text), .csv (UTF-8 that Excel knows), .gpkg or .shp (with the units' outlines; texts in UTF-8). Others can change the column of districts and give the file back to importassignment.

Use .xlsx where Excel will be used: opening a .csv it cuts long codes and makes dates of districts such as 1-02. In a shapefile the name of the district is called dist_name.</source>
   <translation>导出每个单元所属的片区，每个单元一行：代码、名称、所属乡镇（村级）、片区、片区名称、人口、角色。文件格式由扩展名决定：.xlsx（代码为文本）、.csv（Excel 可直接识别的 UTF-8）、.gpkg 或 .shp（带单元边界，文本为 UTF-8）。他人修改片区一列后，可用 importassignment 读回。

需要用 Excel 打开时请选 .xlsx：Excel 打开 .csv 时会截断长代码，并把 1-02 之类的片区变成日期。Shapefile 中片区名称字段为 dist_name。</translation>
  </message>
  <message>
   <source>Writing the districts …</source>
   <translation>正在写出片区划分…</translation>
  </message>
  <message>
   <source>Writing the form …</source>
   <translation>正在输出填报表……</translation>
  </message>
  <message>
   <source>Writing the forms …</source>
   <translation>正在生成征求表…</translation>
  </message>
  <message>
   <source>Writing the layers of {pages} pages …</source>
   <translation>正在写入 {pages} 页的图层 …</translation>
  </message>
  <message>
   <source>Writing the results …</source>
   <translation>正在输出成果……</translation>
  </message>
  <message>
   <source>Writing {file} …</source>
   <translation>正在写出 {file}…</translation>
  </message>
  <message>
   <source>Written: {file}</source>
   <translation>已写入：{file}</translation>
  </message>
  <message>
   <source>Written: {path}</source>
   <translation>已写入：{path}</translation>
  </message>
  <message>
   <source>Year</source>
   <translation>年份</translation>
  </message>
  <message>
   <source>Year (empty: as the title says)</source>
   <translation>年份（空：以标题为准）</translation>
  </message>
  <message>
   <source>Year (empty: the latest with a figure)</source>
   <translation>年份（留空：最近有数值的年份）</translation>
  </message>
  <message>
   <source>Yellow lights of the county</source>
   <translation>全县黄灯数</translation>
  </message>
  <message>
   <source>Yes/no values or roles: each centre lies in a district of its own. Units with another value in common are centres of one district. Compactness is measured to the nominated centre.</source>
   <translation>是/否值或角色：每个中心各在一个片区。其他取值相同的单元为同一片区的中心。紧凑性以指定的中心量算。</translation>
  </message>
  <message>
   <source>Your field {field} is kept as {before}.</source>
   <translation>原有字段 {field} 已保留为 {before}。</translation>
  </message>
  <message>
   <source>Zone of the coordinates</source>
   <translation>坐标所在带</translation>
  </message>
  <message>
   <source>Zoom to</source>
   <translation>定位</translation>
  </message>
  <message>
   <source>a figure to compare with</source>
   <translation>对照数值</translation>
  </message>
  <message>
   <source>a formula whose result was never stored. Open the workbook in Excel or WPS, save it and run again.</source>
   <translation>公式没有保存计算结果。请用 Excel 或 WPS 打开该文件，保存后再运行。</translation>
  </message>
  <message>
   <source>a number</source>
   <translation>数值型</translation>
  </message>
  <message>
   <source>a part of the county's figure; the township has no target of its own</source>
   <translation>为全县数值的一部分；该乡镇没有单独的目标</translation>
  </message>
  <message>
   <source>a whole number</source>
   <translation>整型</translation>
  </message>
  <message>
   <source>about</source>
   <translation>涉及</translation>
  </message>
  <message>
   <source>above the cap</source>
   <translation>超过上限</translation>
  </message>
  <message>
   <source>accept {count} findings</source>
   <translation>确认 {count} 个问题</translation>
  </message>
  <message>
   <source>accepted</source>
   <translation>已认可</translation>
  </message>
  <message>
   <source>accepted by {who}: {reason}</source>
   <translation>{who} 已确认：{reason}</translation>
  </message>
  <message>
   <source>add an expert</source>
   <translation>添加专家</translation>
  </message>
  <message>
   <source>added</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>adopted</source>
   <translation>采纳</translation>
  </message>
  <message>
   <source>agenda</source>
   <translation>议题</translation>
  </message>
  <message>
   <source>agrees</source>
   <translation>一致</translation>
  </message>
  <message>
   <source>agrees with changes</source>
   <translation>修改后同意</translation>
  </message>
  <message>
   <source>ahead of {name} (merit {merit}) by {margin}: {by}</source>
   <translation>领先次选{name}（优势度 {merit}）{margin}：{by}</translation>
  </message>
  <message>
   <source>also first by merit: {behind}</source>
   <translation>按优势度也居首位：{behind}</translation>
  </message>
  <message>
   <source>an area is not below 0. Enter the area itself.</source>
   <translation>面积不能小于 0。请填写面积本身。</translation>
  </message>
  <message>
   <source>an error</source>
   <translation>报错</translation>
  </message>
  <message>
   <source>an opinion that is adopted in part or not needs a reason. Write down why.</source>
   <translation>部分采纳或不采纳的意见须有理由。请写明理由。</translation>
  </message>
  <message>
   <source>answer</source>
   <translation>首选方案</translation>
  </message>
  <message>
   <source>answered by edit</source>
   <translation>对应修改记录</translation>
  </message>
  <message>
   <source>answers</source>
   <translation>答案数</translation>
  </message>
  <message>
   <source>approved</source>
   <translation>已批准</translation>
  </message>
  <message>
   <source>approved after {count} rounds</source>
   <translation>经 {count} 轮评审，已批准</translation>
  </message>
  <message>
   <source>archived</source>
   <translation>已归档</translation>
  </message>
  <message>
   <source>area</source>
   <translation>面积</translation>
  </message>
  <message>
   <source>areas of the overlay</source>
   <translation>管控线叠加面积</translation>
  </message>
  <message>
   <source>as given</source>
   <translation>按指定</translation>
  </message>
  <message>
   <source>as it is now</source>
   <translation>现状</translation>
  </message>
  <message>
   <source>as recognised</source>
   <translation>按自动识别</translation>
  </message>
  <message>
   <source>as the coordinates say</source>
   <translation>按坐标本身</translation>
  </message>
  <message>
   <source>as usual</source>
   <translation>按总体设置</translation>
  </message>
  <message>
   <source>as written</source>
   <translation>按表头</translation>
  </message>
  <message>
   <source>at least {value}</source>
   <translation>不低于 {value}</translation>
  </message>
  <message>
   <source>at most {value}</source>
   <translation>不高于 {value}</translation>
  </message>
  <message>
   <source>atlas</source>
   <translation>图集</translation>
  </message>
  <message>
   <source>atlas.pdf</source>
   <translation>图集.pdf</translation>
  </message>
  <message>
   <source>atlas_{part}.pdf</source>
   <translation>图集_{part}.pdf</translation>
  </message>
  <message>
   <source>auto: by the name of the source.</source>
   <translation>auto：按来源名称判断。</translation>
  </message>
  <message>
   <source>auto: townships and villages, as the rows are.</source>
   <translation>auto：乡镇和村，以各行为准。</translation>
  </message>
  <message>
   <source>behind: {percent} % of a steady pace</source>
   <translation>进度滞后：为应有进度的 {percent}%</translation>
  </message>
  <message>
   <source>below the floor</source>
   <translation>低于下限</translation>
  </message>
  <message>
   <source>below the present {present} {unit}</source>
   <translation>低于现状 {present} {unit}</translation>
  </message>
  <message>
   <source>better in {better}</source>
   <translation>优在{better}</translation>
  </message>
  <message>
   <source>better in {better}, worse in {worse}</source>
   <translation>优在{better}，逊在{worse}</translation>
  </message>
  <message>
   <source>both coordinates are needed, as numbers. Mend or empty them.</source>
   <translation>两个坐标均须填写数字。请改正或清空。</translation>
  </message>
  <message>
   <source>branch</source>
   <translation>分支</translation>
  </message>
  <message>
   <source>branch plan</source>
   <translation>另建方案分支</translation>
  </message>
  <message>
   <source>branch: go on in a copy of the plan</source>
   <translation>另建分支：在方案副本中继续</translation>
  </message>
  <message>
   <source>breaks district {districts}</source>
   <translation>使片区 {districts} 不连片</translation>
  </message>
  <message>
   <source>broken into {count} pieces</source>
   <translation>不连片，分为 {count} 块</translation>
  </message>
  <message>
   <source>buildable land</source>
   <translation>可建设用地</translation>
  </message>
  <message>
   <source>by each answer's words</source>
   <translation>按各答案内容</translation>
  </message>
  <message>
   <source>by its words</source>
   <translation>按内容归类</translation>
  </message>
  <message>
   <source>by merit {name} would go before it ({merit} against {own})</source>
   <translation>若按优势度则{name}在前（{merit}，本单元 {own}）</translation>
  </message>
  <message>
   <source>cap (at most)</source>
   <translation>上限（不超过）</translation>
  </message>
  <message>
   <source>central town</source>
   <translation>中心镇</translation>
  </message>
  <message>
   <source>central town of district {district}</source>
   <translation>{district} 号片区的中心镇</translation>
  </message>
  <message>
   <source>central village</source>
   <translation>中心村</translation>
  </message>
  <message>
   <source>centre {centre} → {unit}</source>
   <translation>中心 {centre} → {unit}</translation>
  </message>
  <message>
   <source>centres</source>
   <translation>中心镇村</translation>
  </message>
  <message>
   <source>change district</source>
   <translation>修改片区</translation>
  </message>
  <message>
   <source>change of land use</source>
   <translation>用地变化</translation>
  </message>
  <message>
   <source>change of opinion {number}</source>
   <translation>修改意见 {number}</translation>
  </message>
  <message>
   <source>changed</source>
   <translation>修改</translation>
  </message>
  <message>
   <source>changed in the plan</source>
   <translation>修改处</translation>
  </message>
  <message>
   <source>chart</source>
   <translation>统计图</translation>
  </message>
  <message>
   <source>charts</source>
   <translation>图表</translation>
  </message>
  <message>
   <source>class {land_class} is in both {first} and {second}</source>
   <translation>地类 {land_class} 同时属于 {first} 和 {second}</translation>
  </message>
  <message>
   <source>closed</source>
   <translation>已结束</translation>
  </message>
  <message>
   <source>code {code} is {known}, but the row says {name}. Mend the one that is wrong.</source>
   <translation>代码 {code} 是{known}，但该行写的是{name}。请改正其中错误的一个。</translation>
  </message>
  <message>
   <source>code {code} is {known}, the row says {name}; taken by the code. Mend the name.</source>
   <translation>代码 {code} 是{known}，该行写的是{name}，已按代码取用。请改正名称。</translation>
  </message>
  <message>
   <source>colour</source>
   <translation>颜色</translation>
  </message>
  <message>
   <source>comparison</source>
   <translation>方案对比</translation>
  </message>
  <message>
   <source>computed from layers</source>
   <translation>由图层计算</translation>
  </message>
  <message>
   <source>computed: {how}</source>
   <translation>计算：{how}</translation>
  </message>
  <message>
   <source>conflicts</source>
   <translation>冲突图斑</translation>
  </message>
  <message>
   <source>conforms</source>
   <translation>符合</translation>
  </message>
  <message>
   <source>contiguous</source>
   <translation>连片</translation>
  </message>
  <message>
   <source>control lines</source>
   <translation>管控线</translation>
  </message>
  <message>
   <source>coordinate</source>
   <translation>坐标</translation>
  </message>
  <message>
   <source>coordinates that are not numbers</source>
   <translation>坐标不是数值</translation>
  </message>
  <message>
   <source>county seat</source>
   <translation>县城</translation>
  </message>
  <message>
   <source>county: cover, contents and maps of the county; districts, townships: a page of each, or of those that DISTRICTS and TOWNSHIPS name. Pages keep the numbers that they have in the whole atlas.</source>
   <translation>county：封面、目录和全县图件；districts、townships：每个镇级片区、每个乡镇各一页，或仅 DISTRICTS、TOWNSHIPS 指定的单位。图号和页码与全册一致。</translation>
  </message>
  <message>
   <source>create district</source>
   <translation>新建片区</translation>
  </message>
  <message>
   <source>crosses a township district</source>
   <translation>跨越镇级片区</translation>
  </message>
  <message>
   <source>cultivated land</source>
   <translation>耕地</translation>
  </message>
  <message>
   <source>cutting it would lose area</source>
   <translation>切割会损失面积</translation>
  </message>
  <message>
   <source>d MMM</source>
   <translation>M月d日</translation>
  </message>
  <message>
   <source>date</source>
   <translation>日期</translation>
  </message>
  <message>
   <source>decide {count} conflicts</source>
   <translation>处理 {count} 个冲突</translation>
  </message>
  <message>
   <source>decided by hand</source>
   <translation>人工确定</translation>
  </message>
  <message>
   <source>decided by the user</source>
   <translation>由用户确定</translation>
  </message>
  <message>
   <source>decided by the user; by the rules {type}: {reason}</source>
   <translation>由用户确定；按规则应为{type}：{reason}</translation>
  </message>
  <message>
   <source>decided by {who}: {winner}; {reason}</source>
   <translation>{who} 已处理（{winner}）：{reason}</translation>
  </message>
  <message>
   <source>decision</source>
   <translation>采纳情况</translation>
  </message>
  <message>
   <source>department</source>
   <translation>部门</translation>
  </message>
  <message>
   <source>deviation {deviation} % ({district})</source>
   <translation>最大偏差 {deviation} %（{district}）</translation>
  </message>
  <message>
   <source>diagrams</source>
   <translation>SmartArt 图形</translation>
  </message>
  <message>
   <source>disagrees</source>
   <translation>不同意</translation>
  </message>
  <message>
   <source>dissolve district</source>
   <translation>撤销片区</translation>
  </message>
  <message>
   <source>distance to it</source>
   <translation>与其差距</translation>
  </message>
  <message>
   <source>district</source>
   <translation>片区</translation>
  </message>
  <message>
   <source>district {district}: {population} ({deviation} %)</source>
   <translation>片区 {district}：{population} 人（{deviation} %）</translation>
  </message>
  <message>
   <source>districts</source>
   <translation>片区</translation>
  </message>
  <message>
   <source>does not conform</source>
   <translation>不符合</translation>
  </message>
  <message>
   <source>done</source>
   <translation>已完成</translation>
  </message>
  <message>
   <source>draft</source>
   <translation>草案</translation>
  </message>
  <message>
   <source>draw whole townships</source>
   <translation>按整乡镇绘制</translation>
  </message>
  <message>
   <source>draw with a rectangle</source>
   <translation>用矩形绘制</translation>
  </message>
  <message>
   <source>draw with the district under the pointer</source>
   <translation>取指针处的片区绘制</translation>
  </message>
  <message>
   <source>due</source>
   <translation>期限</translation>
  </message>
  <message>
   <source>due in {due}, but the latest figure is of {year} and does not reach it</source>
   <translation>应于 {due} 年达到，但最新数值为 {year} 年，且未达到</translation>
  </message>
  <message>
   <source>e.g. natural resources bureau of the county</source>
   <translation>如：××县自然资源局</translation>
  </message>
  <message>
   <source>earlier state of the plan</source>
   <translation>方案的前期版本</translation>
  </message>
  <message>
   <source>ecological lines or projects of restoration</source>
   <translation>生态保护类控制线或整治修复项目</translation>
  </message>
  <message>
   <source>ecological lines, potential of consolidation or projects of restoration</source>
   <translation>生态保护类控制线、土地整治潜力或整治修复项目</translation>
  </message>
  <message>
   <source>ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the first plan's projection.</source>
   <translation>ellipsoid：CGCS2000 椭球面积（法定面积）。plane：甲规投影平面上的面积。</translation>
  </message>
  <message>
   <source>ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the outlines' projection.</source>
   <translation>ellipsoid：CGCS2000 椭球面积，即法定面积；plane：项目范围投影平面上的面积。</translation>
  </message>
  <message>
   <source>ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the parcels' projection.</source>
   <translation>ellipsoid：CGCS2000 椭球面积，即法定面积；plane：图斑投影平面上的面积。</translation>
  </message>
  <message>
   <source>embedded objects</source>
   <translation>嵌入对象</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>空值</translation>
  </message>
  <message>
   <source>empty geometry</source>
   <translation>图形为空</translation>
  </message>
  <message>
   <source>entropy</source>
   <translation>熵权法</translation>
  </message>
  <message>
   <source>entry of opinion {number}</source>
   <translation>录入意见 {number}</translation>
  </message>
  <message>
   <source>equal weights</source>
   <translation>等权</translation>
  </message>
  <message>
   <source>error</source>
   <translation>错误</translation>
  </message>
  <message>
   <source>every township is firm in its district</source>
   <translation>各乡镇的片区归属均稳定</translation>
  </message>
  <message>
   <source>every village counts the same</source>
   <translation>各村同等对待</translation>
  </message>
  <message>
   <source>every village is firm in its district</source>
   <translation>各村的片区归属均稳定</translation>
  </message>
  <message>
   <source>excluded</source>
   <translation>已排除</translation>
  </message>
  <message>
   <source>existing figures are replaced</source>
   <translation>替换已有数值</translation>
  </message>
  <message>
   <source>existing figures stay</source>
   <translation>保留已有数值</translation>
  </message>
  <message>
   <source>existing figures: ask</source>
   <translation>已有数值：先提示</translation>
  </message>
  <message>
   <source>expected</source>
   <translation>预期性</translation>
  </message>
  <message>
   <source>facilities</source>
   <translation>公共服务设施</translation>
  </message>
  <message>
   <source>facilities ({kinds})</source>
   <translation>设施数（{kinds}）</translation>
  </message>
  <message>
   <source>facilities or indicators of infrastructure</source>
   <translation>基础设施或其指标</translation>
  </message>
  <message>
   <source>far above the mean</source>
   <translation>人口远超均值</translation>
  </message>
  <message>
   <source>far behind: {percent} % of a steady pace</source>
   <translation>进度严重滞后：为应有进度的 {percent}%</translation>
  </message>
  <message>
   <source>far below the mean</source>
   <translation>人口远低于均值</translation>
  </message>
  <message>
   <source>fault</source>
   <translation>有误</translation>
  </message>
  <message>
   <source>feature (only describes)</source>
   <translation>特征（仅作描述）</translation>
  </message>
  <message>
   <source>figures</source>
   <translation>数据</translation>
  </message>
  <message>
   <source>figures that were there already</source>
   <translation>已有数值</translation>
  </message>
  <message>
   <source>fill</source>
   <translation>填充</translation>
  </message>
  <message>
   <source>fill: all connected units of the district under the pointer</source>
   <translation>填充：指针处片区内相连的全部单元</translation>
  </message>
  <message>
   <source>findings</source>
   <translation>数据检查</translation>
  </message>
  <message>
   <source>findings of the data check</source>
   <translation>数据检查结果</translation>
  </message>
  <message>
   <source>fixed by the user</source>
   <translation>由用户指定</translation>
  </message>
  <message>
   <source>floating catchment, {minutes} min</source>
   <translation>两步移动搜索法，{minutes} 分钟服务圈</translation>
  </message>
  <message>
   <source>floor (at least)</source>
   <translation>下限（不少于）</translation>
  </message>
  <message>
   <source>flows between townships</source>
   <translation>乡镇间人口流动数据</translation>
  </message>
  <message>
   <source>form controls</source>
   <translation>表单控件</translation>
  </message>
  <message>
   <source>free text</source>
   <translation>自由填写</translation>
  </message>
  <message>
   <source>from</source>
   <translation>来源</translation>
  </message>
  <message>
   <source>function</source>
   <translation>功能定位</translation>
  </message>
  <message>
   <source>gap {before} → {after} %</source>
   <translation>差距 {before} → {after} %</translation>
  </message>
  <message>
   <source>give colours anew</source>
   <translation>重新配色</translation>
  </message>
  <message>
   <source>given</source>
   <translation>给定</translation>
  </message>
  <message>
   <source>given, locked</source>
   <translation>给定，已锁定</translation>
  </message>
  <message>
   <source>go to the next problem: pieces cut off, units without a district</source>
   <translation>转到下一处问题：飞地、未划入片区的单元</translation>
  </message>
  <message>
   <source>gravity by straight distance to the power of {exponent}</source>
   <translation>引力模型，按直线距离的 {exponent} 次方衰减</translation>
  </message>
  <message>
   <source>gravity by travel time to the power of {exponent}</source>
   <translation>引力模型，按行程时间的 {exponent} 次方衰减</translation>
  </message>
  <message>
   <source>green</source>
   <translation>绿灯</translation>
  </message>
  <message>
   <source>ha: hectares (公顷); mu: 亩, 15 to the hectare.</source>
   <translation>ha：公顷；mu：亩（1 公顷 = 15 亩）。</translation>
  </message>
  <message>
   <source>hazard points</source>
   <translation>灾害隐患点</translation>
  </message>
  <message>
   <source>hazard points or suitability evaluation</source>
   <translation>地质灾害隐患点或适宜性评价</translation>
  </message>
  <message>
   <source>hazard points, flood lines, shelters or fire stations</source>
   <translation>地质灾害隐患点、洪涝风险控制线、避难场所或消防站</translation>
  </message>
  <message>
   <source>hectares</source>
   <translation>公顷</translation>
  </message>
  <message>
   <source>held on</source>
   <translation>会议日期</translation>
  </message>
  <message>
   <source>helps {centre}, which radiates {share} of the strongest centre in district {district} ({measure}), number {place} from below of {count}</source>
   <translation>协助{centre}：其对片区 {district} 的辐射力为全县最强者的 {share}，在 {count} 个片区中列倒数第 {place} 位（{measure}）</translation>
  </message>
  <message>
   <source>heritage lines or monuments</source>
   <translation>历史文化保护线或文物古迹</translation>
  </message>
  <message>
   <source>high potential</source>
   <translation>高潜力乡镇</translation>
  </message>
  <message>
   <source>high-potential township, score {score}, rank {rank} of {count}</source>
   <translation>高潜力乡镇，综合得分 {score}，居全县 {count} 个乡镇第 {rank} 位</translation>
  </message>
  <message>
   <source>hold it and move the mouse: pan the map</source>
   <translation>按住并移动鼠标：平移地图</translation>
  </message>
  <message>
   <source>import districts</source>
   <translation>导入片区</translation>
  </message>
  <message>
   <source>import judgements</source>
   <translation>导入判断矩阵</translation>
  </message>
  <message>
   <source>imported from statistics</source>
   <translation>由统计表导入</translation>
  </message>
  <message>
   <source>improved</source>
   <translation>改进后</translation>
  </message>
  <message>
   <source>in favour</source>
   <translation>同意</translation>
  </message>
  <message>
   <source>in review</source>
   <translation>评审中</translation>
  </message>
  <message>
   <source>in the township of {name}</source>
   <translation>位于{name}辖区内</translation>
  </message>
  <message>
   <source>in {count} pieces as before</source>
   <translation>仍为 {count} 块</translation>
  </message>
  <message>
   <source>incomplete</source>
   <translation>不完整</translation>
  </message>
  <message>
   <source>indicator (scored)</source>
   <translation>指标（参与评分）</translation>
  </message>
  <message>
   <source>indicator values</source>
   <translation>指标值</translation>
  </message>
  <message>
   <source>indicator {indicator} has no values; import it first</source>
   <translation>指标 {indicator} 没有数值，请先导入</translation>
  </message>
  <message>
   <source>indicator {indicator}; {people}</source>
   <translation>指标 {indicator}；{people}</translation>
  </message>
  <message>
   <source>indicator=weight, with semicolons between: A1=0.6;A2=0.4</source>
   <translation>指标=权重，以分号分隔：A1=0.6;A2=0.4</translation>
  </message>
  <message>
   <source>is done, with a warning</source>
   <translation>允许，但给出提醒</translation>
  </message>
  <message>
   <source>is kept</source>
   <translation>保留</translation>
  </message>
  <message>
   <source>is missing</source>
   <translation>缺少</translation>
  </message>
  <message>
   <source>is refused</source>
   <translation>不予写入</translation>
  </message>
  <message>
   <source>is refused, if it makes things worse</source>
   <translation>使不连片加剧的不予划入</translation>
  </message>
  <message>
   <source>is replaced</source>
   <translation>替换</translation>
  </message>
  <message>
   <source>it repeats parcel {parcel}</source>
   <translation>与图斑 {parcel} 重复</translation>
  </message>
  <message>
   <source>its eastings begin with the zone number {zone}: choose the system with the zone number, e.g. EPSG:{code}</source>
   <translation>横坐标以带号 {zone} 开头，应选用带带号的坐标系，如 EPSG:{code}</translation>
  </message>
  <message>
   <source>its eastings begin with {zone}, the system's zone is {expected}: choose e.g. EPSG:{code}</source>
   <translation>横坐标以 {zone} 开头，而坐标系的带号为 {expected}，应选用如 EPSG:{code}</translation>
  </message>
  <message>
   <source>its eastings have no zone number: choose the system without it, e.g. EPSG:{code}</source>
   <translation>横坐标不含带号，应选用不带带号的坐标系，如 EPSG:{code}</translation>
  </message>
  <message>
   <source>its leading function, e.g. rice and fish farming</source>
   <translation>主导功能，如稻渔综合种养</translation>
  </message>
  <message>
   <source>its township district has no central town</source>
   <translation>所在镇级片区没有中心镇</translation>
  </message>
  <message>
   <source>its village district has no central village</source>
   <translation>所在村级片区没有中心村</translation>
  </message>
  <message>
   <source>judge</source>
   <translation>填写判断</translation>
  </message>
  <message>
   <source>judgements</source>
   <translation>判断矩阵</translation>
  </message>
  <message>
   <source>kind of source</source>
   <translation>来源类别</translation>
  </message>
  <message>
   <source>kinds of facility within {minutes} minutes by road, of {kinds}; {roads}</source>
   <translation>沿路网 {minutes} 分钟内可到达的设施种类，范围为 {kinds}；{roads}</translation>
  </message>
  <message>
   <source>known by code</source>
   <translation>按代码识别</translation>
  </message>
  <message>
   <source>known by name</source>
   <translation>按名称识别</translation>
  </message>
  <message>
   <source>land areas</source>
   <translation>土地面积</translation>
  </message>
  <message>
   <source>land conflicts</source>
   <translation>用地冲突</translation>
  </message>
  <message>
   <source>layer</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>layer facility has no field of capacities (beds, places) with numbers</source>
   <translation>设施图层（facility）没有以数字表示规模（床位、学位等）的字段</translation>
  </message>
  <message>
   <source>layer facility has no “{place}” (kinds {kinds}); add one, or name its kind in the catalogue of places under {id}</source>
   <translation>设施图层（facility）中没有“{place}”（类型 {kinds}）；请补充，或在地点目录的 {id} 下写明其类型</translation>
  </message>
  <message>
   <source>layer facility has none of the kinds {kinds}</source>
   <translation>设施图层（facility）中没有类型为 {kinds} 的设施</translation>
  </message>
  <message>
   <source>layer {layer} is missing or empty</source>
   <translation>图层 {layer} 缺失或为空</translation>
  </message>
  <message>
   <source>layers</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>leader</source>
   <translation>县领导</translation>
  </message>
  <message>
   <source>leave out</source>
   <translation>不采用</translation>
  </message>
  <message>
   <source>ledger of conflicts between plans</source>
   <translation>冲突图斑台账</translation>
  </message>
  <message>
   <source>left out</source>
   <translation>已剔除</translation>
  </message>
  <message>
   <source>legend</source>
   <translation>图例</translation>
  </message>
  <message>
   <source>length of {count} roads inside the unit by its area</source>
   <translation>{count} 条道路在单元内的长度与单元面积之比</translation>
  </message>
  <message>
   <source>less</source>
   <translation>少</translation>
  </message>
  <message>
   <source>less is better</source>
   <translation>越小越优</translation>
  </message>
  <message>
   <source>less than {value}</source>
   <translation>低于 {value}</translation>
  </message>
  <message>
   <source>let it pass</source>
   <translation>不检查</translation>
  </message>
  <message>
   <source>level</source>
   <translation>层级</translation>
  </message>
  <message>
   <source>lock districts</source>
   <translation>锁定片区</translation>
  </message>
  <message>
   <source>lock or unlock the district to draw with</source>
   <translation>锁定或解锁当前绘制片区</translation>
  </message>
  <message>
   <source>locked</source>
   <translation>锁定</translation>
  </message>
  <message>
   <source>logarithm, then </source>
   <translation>先取对数，再</translation>
  </message>
  <message>
   <source>macros</source>
   <translation>宏</translation>
  </message>
  <message>
   <source>mark of a known row</source>
   <translation>已有行的标识</translation>
  </message>
  <message>
   <source>median of the others</source>
   <translation>取其他单元的中位数</translation>
  </message>
  <message>
   <source>meeting</source>
   <translation>会议</translation>
  </message>
  <message>
   <source>merit times that is {gain}, the greatest left; next is {other} in district {district}</source>
   <translation>优势度与增设后服务人口之积 {gain}，为余下各片区最大，其次是片区 {district} 的 {other}</translation>
  </message>
  <message>
   <source>merit {merit}, place {place} of {count} candidates in district {district}: {criteria}</source>
   <translation>在片区 {district} 的 {count} 个候选中优势度居第 {place} 位（{merit}）：{criteria}</translation>
  </message>
  <message>
   <source>minutes by road between the seats; {roads}</source>
   <translation>驻地之间沿路网的行车分钟数；{roads}</translation>
  </message>
  <message>
   <source>minutes by road of the villages, mean by people; {roads}; {people}</source>
   <translation>各村沿路网的行车分钟数，按人口加权平均；{roads}；{people}</translation>
  </message>
  <message>
   <source>min–max</source>
   <translation>极差归一</translation>
  </message>
  <message>
   <source>missing</source>
   <translation>缺少</translation>
  </message>
  <message>
   <source>more</source>
   <translation>多</translation>
  </message>
  <message>
   <source>more compact</source>
   <translation>更紧凑</translation>
  </message>
  <message>
   <source>more flow kept</source>
   <translation>保留流动更多</translation>
  </message>
  <message>
   <source>more is better</source>
   <translation>越大越优</translation>
  </message>
  <message>
   <source>more similar</source>
   <translation>更相似</translation>
  </message>
  <message>
   <source>more than there is room for: {room} {unit}</source>
   <translation>超出可用空间 {room} {unit}</translation>
  </message>
  <message>
   <source>more than {value}</source>
   <translation>高于 {value}</translation>
  </message>
  <message>
   <source>move a weight</source>
   <translation>调整权重</translation>
  </message>
  <message>
   <source>move centre</source>
   <translation>移动中心</translation>
  </message>
  <message>
   <source>move the selected units to the district of that number; nothing selected: draw with it</source>
   <translation>将选中单元划入该序号的片区；未选单元时以该片区绘制</translation>
  </message>
  <message>
   <source>move units</source>
   <translation>调整单元</translation>
  </message>
  <message>
   <source>moved by hand</source>
   <translation>手工移动</translation>
  </message>
  <message>
   <source>mu</source>
   <translation>亩</translation>
  </message>
  <message>
   <source>must be of type {wanted}</source>
   <translation>类型应为 {wanted}</translation>
  </message>
  <message>
   <source>name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>name, X (north), Y (east): one point a line</source>
   <translation>点号，X（北），Y（东）：每行一个点</translation>
  </message>
  <message>
   <source>nearer to the older plan</source>
   <translation>更接近旧方案</translation>
  </message>
  <message>
   <source>nearest other type {type}, for which {lacking}</source>
   <translation>最接近的其他类型为{type}：{lacking}</translation>
  </message>
  <message>
   <source>needs argument</source>
   <translation>需论证</translation>
  </message>
  <message>
   <source>needs update</source>
   <translation>需更新</translation>
  </message>
  <message>
   <source>neither central nor retained</source>
   <translation>非中心非保留</translation>
  </message>
  <message>
   <source>new</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>next is {name} (merit {merit}), to which no way leads from the others of the district</source>
   <translation>次选{name}（优势度 {merit}），但片区内其他单元均无路通往该处</translation>
  </message>
  <message>
   <source>next is {name} (merit {merit}), which is not a high-potential township (score {score}, {behind} below the last of them)</source>
   <translation>次选{name}（优势度 {merit}）不在高潜力乡镇之列（综合得分 {score}，比入选线低 {behind}）</translation>
  </message>
  <message>
   <source>no</source>
   <translation>否</translation>
  </message>
  <message>
   <source>no area: the outline collapses</source>
   <translation>面积为零，边界重合</translation>
  </message>
  <message>
   <source>no column of the form has this head, and {missing} is missing. Correct the head, or clear the column.</source>
   <translation>本填报表没有这个表头，而缺少“{missing}”列。请改正表头，或清空该列。</translation>
  </message>
  <message>
   <source>no control lines yet</source>
   <translation>尚无控制线</translation>
  </message>
  <message>
   <source>no district</source>
   <translation>不属任何片区</translation>
  </message>
  <message>
   <source>no districts yet</source>
   <translation>尚未划分片区</translation>
  </message>
  <message>
   <source>no edit</source>
   <translation>无</translation>
  </message>
  <message>
   <source>no figure</source>
   <translation>无数据</translation>
  </message>
  <message>
   <source>no figure for what is kept for rural use; at least {percent} % are asked for</source>
   <translation>没有用于乡村的指标数；要求不低于 {percent}%</translation>
  </message>
  <message>
   <source>no figure of the base year to tell the pace from</source>
   <translation>没有基期值，无法判断进度</translation>
  </message>
  <message>
   <source>no figure of {year}</source>
   <translation>没有 {year} 年的数值</translation>
  </message>
  <message>
   <source>no figure yet</source>
   <translation>尚无数值</translation>
  </message>
  <message>
   <source>no figure yet for {units} ({count})</source>
   <translation>尚无数值：{units}（共 {count} 个）</translation>
  </message>
  <message>
   <source>no file was made</source>
   <translation>没有生成文件</translation>
  </message>
  <message>
   <source>no geometry</source>
   <translation>无图形</translation>
  </message>
  <message>
   <source>no layers yet</source>
   <translation>尚无图层</translation>
  </message>
  <message>
   <source>no light</source>
   <translation>无灯</translation>
  </message>
  <message>
   <source>no limit</source>
   <translation>不限</translation>
  </message>
  <message>
   <source>no plan came near.</source>
   <translation>没有接近的方案。</translation>
  </message>
  <message>
   <source>no population is known of the units</source>
   <translation>各单元没有人口数据</translation>
  </message>
  <message>
   <source>no question is answered. Enter the answers, or delete the row.</source>
   <translation>没有任何答案。请填写答案，或删除该行。</translation>
  </message>
  <message>
   <source>no reason was given.</source>
   <translation>未给出原因。</translation>
  </message>
  <message>
   <source>no round opened yet</source>
   <translation>尚未开启评审</translation>
  </message>
  <message>
   <source>no rule holds: {type}</source>
   <translation>各条规则均不符合，列入{type}</translation>
  </message>
  <message>
   <source>no single weight, even tenfold or at 0, would turn this</source>
   <translation>任一准则的权重单独增至十倍或降为零，均不改变此选择</translation>
  </message>
  <message>
   <source>no topic</source>
   <translation>未归类</translation>
  </message>
  <message>
   <source>no township lies in another district than before</source>
   <translation>没有乡镇调整片区</translation>
  </message>
  <message>
   <source>no valid JSON: {reason}</source>
   <translation>不是有效的 JSON：{reason}</translation>
  </message>
  <message>
   <source>no values yet</source>
   <translation>尚无数据</translation>
  </message>
  <message>
   <source>no village lies in another district than before</source>
   <translation>没有村调整片区</translation>
  </message>
  <message>
   <source>no village or township is given. Write its name or code.</source>
   <translation>未写村或乡镇。请写明名称或代码。</translation>
  </message>
  <message>
   <source>no way is known to any of them; {name} has the lower code</source>
   <translation>到各中心均无已知道路，{name}代码在前</translation>
  </message>
  <message>
   <source>nobody else to choose from</source>
   <translation>片区内没有其他候选</translation>
  </message>
  <message>
   <source>none</source>
   <translation>无</translation>
  </message>
  <message>
   <source>none: judge only. Else the effort of the search that the plan is compared with.</source>
   <translation>none：只评价。其他：用来与本方案比较的寻优计算量。</translation>
  </message>
  <message>
   <source>none: our own form</source>
   <translation>无：用自带表式</translation>
  </message>
  <message>
   <source>none: the shipped tables</source>
   <translation>无：用自带表格</translation>
  </message>
  <message>
   <source>not a high-potential township, score {score}, rank {rank} of {count}</source>
   <translation>不在高潜力乡镇之列，综合得分 {score}，居全县 {count} 个乡镇第 {rank} 位</translation>
  </message>
  <message>
   <source>not a polygon</source>
   <translation>不是面图形</translation>
  </message>
  <message>
   <source>not adopted</source>
   <translation>不采纳</translation>
  </message>
  <message>
   <source>not brought yet</source>
   <translation>尚未导入</translation>
  </message>
  <message>
   <source>not changed since.</source>
   <translation>此后未变。</translation>
  </message>
  <message>
   <source>not done yet</source>
   <translation>尚未完成</translation>
  </message>
  <message>
   <source>not done, and due</source>
   <translation>到期未完成</translation>
  </message>
  <message>
   <source>not printed yet</source>
   <translation>尚未输出</translation>
  </message>
  <message>
   <source>not read</source>
   <translation>不读取</translation>
  </message>
  <message>
   <source>not recognised: {text}</source>
   <translation>未识别：{text}</translation>
  </message>
  <message>
   <source>not said</source>
   <translation>未注明</translation>
  </message>
  <message>
   <source>not settled</source>
   <translation>待定</translation>
  </message>
  <message>
   <source>not signed</source>
   <translation>未签署</translation>
  </message>
  <message>
   <source>not started</source>
   <translation>未开始</translation>
  </message>
  <message>
   <source>note</source>
   <translation>说明</translation>
  </message>
  <message>
   <source>notes</source>
   <translation>说明</translation>
  </message>
  <message>
   <source>nothing draws the layer {layer}</source>
   <translation>没有绘制图层 {layer} 的程序</translation>
  </message>
  <message>
   <source>nothing to review yet</source>
   <translation>尚无可评审的内容</translation>
  </message>
  <message>
   <source>nothing: no output. best: the best plan so far is written to the files and loaded; QGIS says “failed” all the same, because the run was cancelled.</source>
   <translation>nothing：不输出。best：把到此为止的最好方案写入文件并加载；由于运行被取消，QGIS 仍会显示“失败”。</translation>
  </message>
  <message>
   <source>numba is not installed: districts of {units:,} units are found without it, but slower.</source>
   <translation>未安装 numba：{units:,} 个单元的分区不用它也能完成，只是较慢。</translation>
  </message>
  <message>
   <source>number</source>
   <translation>编号</translation>
  </message>
  <message>
   <source>number of households</source>
   <translation>户数</translation>
  </message>
  <message>
   <source>number {number} stands in {first} already. Give one of them another number, or delete it.</source>
   <translation>编号 {number} 已见于 {first}。请改其中一个编号，或删除重复的一行。</translation>
  </message>
  <message>
   <source>numbers</source>
   <translation>编号</translation>
  </message>
  <message>
   <source>objective {before} → {after}</source>
   <translation>目标值 {before} → {after}</translation>
  </message>
  <message>
   <source>objective {objective}</source>
   <translation>目标值 {objective}</translation>
  </message>
  <message>
   <source>of</source>
   <translation>涉及</translation>
  </message>
  <message>
   <source>of all</source>
   <translation>总权重</translation>
  </message>
  <message>
   <source>on the way</source>
   <translation>进度正常</translation>
  </message>
  <message>
   <source>one choice</source>
   <translation>单选</translation>
  </message>
  <message>
   <source>one more centre: {after} instead of {before} people per centre in the district</source>
   <translation>增设的中心：片区每个中心服务人口由 {before} 人降至 {after} 人</translation>
  </message>
  <message>
   <source>one more centre: {after} instead of {before} units per centre in the district</source>
   <translation>增设的中心：片区每个中心服务单元由 {before} 个降至 {after} 个</translation>
  </message>
  <message>
   <source>one per line</source>
   <translation>每行一项</translation>
  </message>
  <message>
   <source>only names, locks or centres changed since.</source>
   <translation>此后仅名称、锁定或中心有变。</translation>
  </message>
  <message>
   <source>open</source>
   <translation>未处理</translation>
  </message>
  <message>
   <source>open again: it said {before}</source>
   <translation>重新待处理：确认时为“{before}”</translation>
  </message>
  <message>
   <source>open opinions</source>
   <translation>未办结意见</translation>
  </message>
  <message>
   <source>open {count} conflicts again</source>
   <translation>重新打开 {count} 个冲突</translation>
  </message>
  <message>
   <source>open {count} findings again</source>
   <translation>取消确认 {count} 个问题</translation>
  </message>
  <message>
   <source>opinion {number} is there already and says something else in {fields}. Mend the row, or choose that the workbook replaces what is there.</source>
   <translation>意见 {number} 已存在，{fields} 与此不同。请改正该行，或选择以工作簿为准。</translation>
  </message>
  <message>
   <source>opinion {number} → stands</source>
   <translation>意见{number} → 恢复</translation>
  </message>
  <message>
   <source>opinion {number} → withdrawn</source>
   <translation>意见{number} → 已撤回</translation>
  </message>
  <message>
   <source>order</source>
   <translation>顺序</translation>
  </message>
  <message>
   <source>ordinary village</source>
   <translation>一般村</translation>
  </message>
  <message>
   <source>other replies: at fault</source>
   <translation>回复不同：列为有误</translation>
  </message>
  <message>
   <source>other replies: keep what is there</source>
   <translation>回复不同：保留已有</translation>
  </message>
  <message>
   <source>other replies: replace</source>
   <translation>回复不同：以工作簿为准</translation>
  </message>
  <message>
   <source>other units</source>
   <translation>单元组合不同</translation>
  </message>
  <message>
   <source>otherwise</source>
   <translation>另行协调</translation>
  </message>
  <message>
   <source>out of reach</source>
   <translation>无路可达</translation>
  </message>
  <message>
   <source>outcome</source>
   <translation>评审结果</translation>
  </message>
  <message>
   <source>output of leading industries or projects of industry</source>
   <translation>主导产业产值或产业项目</translation>
  </message>
  <message>
   <source>over-allocated</source>
   <translation>超分</translation>
  </message>
  <message>
   <source>over-allocated: the units below exceed the cap by {figure}</source>
   <translation>超分：下级合计超出上限 {figure}</translation>
  </message>
  <message>
   <source>overlay of control lines</source>
   <translation>管控线叠加</translation>
  </message>
  <message>
   <source>own weights</source>
   <translation>自定权重</translation>
  </message>
  <message>
   <source>paint</source>
   <translation>画笔绘制</translation>
  </message>
  <message>
   <source>paint with the brush</source>
   <translation>用画笔绘制</translation>
  </message>
  <message>
   <source>parcels</source>
   <translation>图斑</translation>
  </message>
  <message>
   <source>parcels of the classes {classes} by the unit's area</source>
   <translation>地类 {classes} 的图斑面积与单元面积之比</translation>
  </message>
  <message>
   <source>parcels of the classes {classes} inside the line {line}</source>
   <translation>地类 {classes} 的图斑位于管控线 {line} 内的部分</translation>
  </message>
  <message>
   <source>parcels of the classes {classes} outside the lines {lines}</source>
   <translation>地类 {classes} 的图斑位于管控线 {lines} 外的部分</translation>
  </message>
  <message>
   <source>part</source>
   <translation>部分</translation>
  </message>
  <message>
   <source>participants</source>
   <translation>参加单位</translation>
  </message>
  <message>
   <source>partly adopted</source>
   <translation>部分采纳</translation>
  </message>
  <message>
   <source>passed</source>
   <translation>通过</translation>
  </message>
  <message>
   <source>passed with changes</source>
   <translation>修改后通过</translation>
  </message>
  <message>
   <source>people: field population of layer {layer}</source>
   <translation>人口：图层 {layer} 的 population 字段</translation>
  </message>
  <message>
   <source>people: indicator {indicator}</source>
   <translation>人口：指标 {indicator}</translation>
  </message>
  <message>
   <source>percentile</source>
   <translation>百分位</translation>
  </message>
  <message>
   <source>pictures</source>
   <translation>图片</translation>
  </message>
  <message>
   <source>place</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>place in the layout</source>
   <translation>布局类型</translation>
  </message>
  <message>
   <source>place on the map</source>
   <translation>图上点位</translation>
  </message>
  <message>
   <source>place {place} of {count} candidates in district {district}: {criteria}</source>
   <translation>在片区 {district} 的 {count} 个候选中居第 {place} 位：{criteria}</translation>
  </message>
  <message>
   <source>plan {plan}, {count} units</source>
   <translation>方案 {plan}，{count} 个单元</translation>
  </message>
  <message>
   <source>planned</source>
   <translation>待开启</translation>
  </message>
  <message>
   <source>population</source>
   <translation>人口</translation>
  </message>
  <message>
   <source>potential of consolidation or projects of restoration</source>
   <translation>土地整治潜力或整治修复项目</translation>
  </message>
  <message>
   <source>printed {date}</source>
   <translation>{date} 输出</translation>
  </message>
  <message>
   <source>printed {date}, out of date</source>
   <translation>{date} 输出，已过期</translation>
  </message>
  <message>
   <source>problem</source>
   <translation>有问题</translation>
  </message>
  <message>
   <source>progress on the targets</source>
   <translation>指标完成情况</translation>
  </message>
  <message>
   <source>projects</source>
   <translation>项目</translation>
  </message>
  <message>
   <source>proposed</source>
   <translation>建议</translation>
  </message>
  <message>
   <source>public facilities</source>
   <translation>公共服务设施</translation>
  </message>
  <message>
   <source>push boundary</source>
   <translation>推移边界</translation>
  </message>
  <message>
   <source>push the edge of the district under the pointer</source>
   <translation>推移指针处片区的边界</translation>
  </message>
  <message>
   <source>question</source>
   <translation>题目</translation>
  </message>
  <message>
   <source>question and answer are both needed. Write them down.</source>
   <translation>题目和选项均须填写。请补全。</translation>
  </message>
  <message>
   <source>questionnaire {number} is there already with other answers, unit or date. Give the row another number, or delete it.</source>
   <translation>问卷 {number} 已存在，且答案、单位或日期不同。请改编号，或删除该行。</translation>
  </message>
  <message>
   <source>questionnaires</source>
   <translation>问卷数</translation>
  </message>
  <message>
   <source>quotas</source>
   <translation>指标分解</translation>
  </message>
  <message>
   <source>quotas passed down</source>
   <translation>分解指标</translation>
  </message>
  <message>
   <source>reached</source>
   <translation>已达到</translation>
  </message>
  <message>
   <source>read all sheets</source>
   <translation>读取所有工作表</translation>
  </message>
  <message>
   <source>read from</source>
   <translation>来自</translation>
  </message>
  <message>
   <source>read only this sheet</source>
   <translation>只读取此工作表</translation>
  </message>
  <message>
   <source>reason</source>
   <translation>理由</translation>
  </message>
  <message>
   <source>record</source>
   <translation>工作记录</translation>
  </message>
  <message>
   <source>rectangle</source>
   <translation>矩形绘制</translation>
  </message>
  <message>
   <source>red</source>
   <translation>红灯</translation>
  </message>
  <message>
   <source>redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <source>refuse</source>
   <translation>不允许</translation>
  </message>
  <message>
   <source>refuse: nothing is imported; good: the other rows are.</source>
   <translation>refuse：不导入任何行；good：导入其余的行。</translation>
  </message>
  <message>
   <source>remove an expert</source>
   <translation>删除专家</translation>
  </message>
  <message>
   <source>removed</source>
   <translation>删除</translation>
  </message>
  <message>
   <source>rename an expert</source>
   <translation>修改专家名称</translation>
  </message>
  <message>
   <source>rename district</source>
   <translation>修改片区名称</translation>
  </message>
  <message>
   <source>reply</source>
   <translation>答复</translation>
  </message>
  <message>
   <source>requirement</source>
   <translation>所需数据</translation>
  </message>
  <message>
   <source>responsible</source>
   <translation>责任单位</translation>
  </message>
  <message>
   <source>restore contiguity</source>
   <translation>恢复连片</translation>
  </message>
  <message>
   <source>restore snapshot</source>
   <translation>恢复快照</translation>
  </message>
  <message>
   <source>results</source>
   <translation>成果</translation>
  </message>
  <message>
   <source>retained village</source>
   <translation>保留村</translation>
  </message>
  <message>
   <source>returned</source>
   <translation>退回</translation>
  </message>
  <message>
   <source>review_comparison.pdf</source>
   <translation>评审用图_方案对比.pdf</translation>
  </message>
  <message>
   <source>review_round_{number}.pdf</source>
   <translation>评审用图_第{number}轮.pdf</translation>
  </message>
  <message>
   <source>ring</source>
   <translation>环号</translation>
  </message>
  <message>
   <source>roads</source>
   <translation>道路</translation>
  </message>
  <message>
   <source>role</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>round</source>
   <translation>轮次</translation>
  </message>
  <message>
   <source>round {number}</source>
   <translation>第 {number} 轮</translation>
  </message>
  <message>
   <source>round {number} {outcome}</source>
   <translation>第 {number} 轮{outcome}</translation>
  </message>
  <message>
   <source>round {number}, {about}</source>
   <translation>第 {number} 轮，{about}</translation>
  </message>
  <message>
   <source>round {number}, {signed} of {all} signed</source>
   <translation>第 {number} 轮，已签署 {signed}/{all}</translation>
  </message>
  <message>
   <source>rows</source>
   <translation>行数</translation>
  </message>
  <message>
   <source>rule</source>
   <translation>规则</translation>
  </message>
  <message>
   <source>running number</source>
   <translation>序号</translation>
  </message>
  <message>
   <source>safeguards, tenure_adjustment, sector_plan_list, or an id of the county’s own catalogue.</source>
   <translation>safeguards（保障措施）、tenure_adjustment（权属调整）、sector_plan_list（专项规划清单），或本县表格目录中的编号。</translation>
  </message>
  <message>
   <source>same merit as {name}; the lower code goes first</source>
   <translation>与{name}优势度相同，按代码在前者取定</translation>
  </message>
  <message>
   <source>same score as {name}, which is not on the list; the lower code goes first</source>
   <translation>与名单外的{name}得分相同，按代码在前者取定</translation>
  </message>
  <message>
   <source>save centres</source>
   <translation>保存中心</translation>
  </message>
  <message>
   <source>save districts</source>
   <translation>保存片区</translation>
  </message>
  <message>
   <source>scores</source>
   <translation>评分</translation>
  </message>
  <message>
   <source>scores of townships</source>
   <translation>乡镇得分</translation>
  </message>
  <message>
   <source>second choice</source>
   <translation>次选类型</translation>
  </message>
  <message>
   <source>second plan</source>
   <translation>第二个方案</translation>
  </message>
  <message>
   <source>sector plans</source>
   <translation>专项规划</translation>
  </message>
  <message>
   <source>select units</source>
   <translation>选择单元</translation>
  </message>
  <message>
   <source>settlement hierarchy</source>
   <translation>镇村体系图</translation>
  </message>
  <message>
   <source>several choices</source>
   <translation>多选</translation>
  </message>
  <message>
   <source>several: separated by ;</source>
   <translation>多个之间用分号隔开</translation>
  </message>
  <message>
   <source>shapes and text boxes</source>
   <translation>形状和文本框</translation>
  </message>
  <message>
   <source>share inside {line}</source>
   <translation>{line} 内面积占比</translation>
  </message>
  <message>
   <source>shorter boundary</source>
   <translation>边界更短</translation>
  </message>
  <message>
   <source>shown: the top {top} of either</source>
   <translation>显示任一权重下的前 {top} 位</translation>
  </message>
  <message>
   <source>signed by</source>
   <translation>签署人</translation>
  </message>
  <message>
   <source>since ever</source>
   <translation>不限日期</translation>
  </message>
  <message>
   <source>since then {townships} townships and {villages} villages moved.</source>
   <translation>此后调整了 {townships} 个乡镇、{villages} 个村。</translation>
  </message>
  <message>
   <source>skip: nothing is saved, and what was saved before stays; for models.</source>
   <translation>skip：不保存，此前保存的结果保留；供模型使用。</translation>
  </message>
  <message>
   <source>skip: where the county has no sector plan, or several and none is named, OUTPUT stays empty and the log says so; for models that are to run for every county.</source>
   <translation>skip：本县没有专项规划，或有多个而未指定时，OUTPUT 为空，并在日志中说明；供要对各县通用的模型使用。</translation>
  </message>
  <message>
   <source>slicers</source>
   <translation>切片器</translation>
  </message>
  <message>
   <source>sliver</source>
   <translation>细碎图斑</translation>
  </message>
  <message>
   <source>smaller, larger brush</source>
   <translation>减小、加大笔刷</translation>
  </message>
  <message>
   <source>snapshot</source>
   <translation>快照</translation>
  </message>
  <message>
   <source>split district</source>
   <translation>拆分片区</translation>
  </message>
  <message>
   <source>stability of ranks</source>
   <translation>位次稳定性</translation>
  </message>
  <message>
   <source>stability of the districts</source>
   <translation>划分稳定性</translation>
  </message>
  <message>
   <source>stability of the scores</source>
   <translation>评分稳定性</translation>
  </message>
  <message>
   <source>stability of the township districts</source>
   <translation>镇级片区稳定性</translation>
  </message>
  <message>
   <source>stability of the village districts</source>
   <translation>村级片区稳定性</translation>
  </message>
  <message>
   <source>stamp what shows them</source>
   <translation>加注后输出</translation>
  </message>
  <message>
   <source>stamp: print them with a line that names what is out of date. refuse: print nothing.</source>
   <translation>stamp：照常输出，并加注一行写明哪项成果需更新；refuse：不输出。</translation>
  </message>
  <message>
   <source>status of the plan</source>
   <translation>方案状态</translation>
  </message>
  <message>
   <source>straight distance between the seats</source>
   <translation>驻地之间的直线距离</translation>
  </message>
  <message>
   <source>sub-central town</source>
   <translation>副中心镇</translation>
  </message>
  <message>
   <source>sub-central town of district {district}</source>
   <translation>{district} 号片区的副中心镇</translation>
  </message>
  <message>
   <source>suitability evaluation</source>
   <translation>适宜性评价</translation>
  </message>
  <message>
   <source>sum of the units below</source>
   <translation>下级合计</translation>
  </message>
  <message>
   <source>swap this district to draw with and the one before</source>
   <translation>与上一个绘制片区切换</translation>
  </message>
  <message>
   <source>swap units</source>
   <translation>对调单元</translation>
  </message>
  <message>
   <source>table</source>
   <translation>表格</translation>
  </message>
  <message>
   <source>take another plan</source>
   <translation>改用备选方案</translation>
  </message>
  <message>
   <source>take the stroke in hand back; else select nothing</source>
   <translation>撤回正在绘制的一笔；否则取消选择</translation>
  </message>
  <message>
   <source>taken as {indicator}</source>
   <translation>识别为 {indicator}</translation>
  </message>
  <message>
   <source>taken back right after it was entered</source>
   <translation>录入后即撤销</translation>
  </message>
  <message>
   <source>taken: {indicator} of {unit}</source>
   <translation>已采用：{unit} 的 {indicator}</translation>
  </message>
  <message>
   <source>targets</source>
   <translation>目标监测</translation>
  </message>
  <message>
   <source>text</source>
   <translation>文字</translation>
  </message>
  <message>
   <source>the answers of this unit to this question stand in {first} already. Keep one table.</source>
   <translation>该单位对此题的答案已见于 {first}。请只保留一处。</translation>
  </message>
  <message>
   <source>the area handed down is {implied} {unit}, {difference} {direction}</source>
   <translation>下达面积折合 {implied} {unit}，{direction} {difference}</translation>
  </message>
  <message>
   <source>the catalogue of places has no {place}; it has: {known}</source>
   <translation>地点目录中没有 {place}；现有：{known}</translation>
  </message>
  <message>
   <source>the code {code} is of another county ({county} begins with {own}). Delete the row or give the right code.</source>
   <translation>代码 {code} 属于别的县（{county}的代码以 {own} 开头）。请删去该行或改正代码。</translation>
  </message>
  <message>
   <source>the control line</source>
   <translation>控制线</translation>
  </message>
  <message>
   <source>the county has no township {name}. Write its name or code as in the county's layer.</source>
   <translation>本县没有乡镇“{name}”。请按乡镇图层填写名称或代码。</translation>
  </message>
  <message>
   <source>the county has no unit called {name}. Mend the name, or say in the answer file which unit is meant (or that the row is left out).{near}</source>
   <translation>本县没有名为{name}的单位。请改正名称，或在答复文件中说明是哪个单位（或不取该行）。{near}</translation>
  </message>
  <message>
   <source>the county has no unit with the code {code} ({name}). Mend the code, or say in the answer file which unit is meant.{near}</source>
   <translation>本县没有代码为 {code} 的单位（{name}）。请改正代码，或在答复文件中说明是哪个单位。{near}</translation>
  </message>
  <message>
   <source>the county's centre</source>
   <translation>全县中心</translation>
  </message>
  <message>
   <source>the district has no high-potential township, its best one is taken</source>
   <translation>片区内没有高潜力乡镇，取其最优者</translation>
  </message>
  <message>
   <source>the first plan</source>
   <translation>甲规</translation>
  </message>
  <message>
   <source>the first township; SEAT may name another</source>
   <translation>取第一个乡镇；可用 SEAT 另行指定</translation>
  </message>
  <message>
   <source>the formula ends in {value}. Mend the formula, or enter the figure itself.</source>
   <translation>公式结果为 {value}。请改正公式，或直接填数值。</translation>
  </message>
  <message>
   <source>the formula has no usable result. Enter the text or date itself.</source>
   <translation>公式没有可用的结果。请直接填写文字或日期。</translation>
  </message>
  <message>
   <source>the formula has no usable result. Enter the text or figure itself.</source>
   <translation>公式没有可用的结果。请直接填写文字或数字。</translation>
  </message>
  <message>
   <source>the next one, {centre} in district {district}, radiates {share}</source>
   <translation>未设副中心镇的片区中辐射力最弱的是片区 {district} 的{centre}，为 {share}</translation>
  </message>
  <message>
   <source>the number for {answer} stands in {first} already. Keep one of the rows, with the sum if both count.</source>
   <translation>“{answer}”的人数已见于 {first}。请只保留一行；两行均应计入的，填合计数。</translation>
  </message>
  <message>
   <source>the number format {format} shows the figure {value} scaled. Format the cell as a plain number and see that it is in the header's unit.</source>
   <translation>数字格式 {format} 把数值 {value} 缩放显示。请把单元格设为普通数值格式，并核对是否与表头的计量单位一致。</translation>
  </message>
  <message>
   <source>the number of answers must be a whole number, 0 or more. Mend it.</source>
   <translation>人数必须是不小于 0 的整数。请改正。</translation>
  </message>
  <message>
   <source>the outline crosses itself; the repair would change the area by {change:,.2f} m²</source>
   <translation>轮廓自相交，修复会使面积变化 {change:,.2f} m²</translation>
  </message>
  <message>
   <source>the plan has no district {value}. Give its code or name.</source>
   <translation>方案没有片区“{value}”。请填写片区编号或名称。</translation>
  </message>
  <message>
   <source>the plan leaves the number open</source>
   <translation>规划未定具体数值</translation>
  </message>
  <message>
   <source>the planning database holds no {what}</source>
   <translation>规划数据库中没有{what}</translation>
  </message>
  <message>
   <source>the point lies outside the county. Check which coordinate is which, and the zone.</source>
   <translation>该点在县域之外。请检查坐标先后和带号。</translation>
  </message>
  <message>
   <source>the present figure</source>
   <translation>现状值</translation>
  </message>
  <message>
   <source>the public</source>
   <translation>社会公众</translation>
  </message>
  <message>
   <source>the questionnaire has no number. Give it one that no other has.</source>
   <translation>问卷没有编号。请给它一个不重复的编号。</translation>
  </message>
  <message>
   <source>the rates of the units below cannot be averaged: {per} is not known</source>
   <translation>无法计算下级的平均值：{per}未知</translation>
  </message>
  <message>
   <source>the row continues the opinion above it by merged cells. Write what it adds into that row.</source>
   <translation>本行通过合并单元格延续上一行的意见。请把补充内容写入上一行。</translation>
  </message>
  <message>
   <source>the row has no opinion. Write it down, or empty the row.</source>
   <translation>该行没有意见内容。请填写，或清空该行。</translation>
  </message>
  <message>
   <source>the row says the same as {first}; both are taken.</source>
   <translation>该行与 {first} 内容相同，两行均导入。</translation>
  </message>
  <message>
   <source>the second plan</source>
   <translation>乙规</translation>
  </message>
  <message>
   <source>the target was reached in {year} and is no longer</source>
   <translation>{year} 年曾达到目标，现已不达标</translation>
  </message>
  <message>
   <source>the unit is not known. Mend the name or give its code.</source>
   <translation>单位不明。请改正名称或填写代码。</translation>
  </message>
  <message>
   <source>the units below have on average {figure} less</source>
   <translation>下级平均低 {figure}</translation>
  </message>
  <message>
   <source>the units below have on average {figure} more</source>
   <translation>下级平均高出 {figure}</translation>
  </message>
  <message>
   <source>the units below have {figure} more than was handed down</source>
   <translation>下级合计比下达数多 {figure}</translation>
  </message>
  <message>
   <source>the whole plan</source>
   <translation>整个方案</translation>
  </message>
  <message>
   <source>the winner {winner} is not among what the rule asks for</source>
   <translation>规则条件中没有 {winner}，不能以其为准</translation>
  </message>
  <message>
   <source>there is no control line of the kind {kind}</source>
   <translation>没有类型为 {kind} 的管控线</translation>
  </message>
  <message>
   <source>there is no control line of the kinds {kinds}</source>
   <translation>没有类型为 {kinds} 的管控线</translation>
  </message>
  <message>
   <source>this cell must be filled in; the row has other entries. Fill it in, or clear the row.</source>
   <translation>该行已填写其他内容，此单元格为必填项。请填写，或清空该行。</translation>
  </message>
  <message>
   <source>this county</source>
   <translation>本县</translation>
  </message>
  <message>
   <source>to be checked</source>
   <translation>逐一核定</translation>
  </message>
  <message>
   <source>top {count}</source>
   <translation>前 {count} 位</translation>
  </message>
  <message>
   <source>topic</source>
   <translation>主题</translation>
  </message>
  <message>
   <source>township district</source>
   <translation>镇级片区</translation>
  </message>
  <message>
   <source>township districts</source>
   <translation>镇级片区</translation>
  </message>
  <message>
   <source>townships</source>
   <translation>乡镇</translation>
  </message>
  <message>
   <source>treatment</source>
   <translation>处理方式</translation>
  </message>
  <message>
   <source>type</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>under way</source>
   <translation>进行中</translation>
  </message>
  <message>
   <source>under-allocated</source>
   <translation>欠分</translation>
  </message>
  <message>
   <source>under-allocated: the units below fall short of the floor by {figure}</source>
   <translation>未分足：下级合计低于下限 {figure}</translation>
  </message>
  <message>
   <source>undo, without end</source>
   <translation>撤销，次数不限</translation>
  </message>
  <message>
   <source>unit</source>
   <translation>单位</translation>
  </message>
  <message>
   <source>units without a district leave theirs</source>
   <translation>没有片区的单元：移出原片区</translation>
  </message>
  <message>
   <source>units without a district stay where they are</source>
   <translation>没有片区的单元：保持不变</translation>
  </message>
  <message>
   <source>units without a district: refuse</source>
   <translation>没有片区的单元：视为有误</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>不详</translation>
  </message>
  <message>
   <source>unknown entry {names}</source>
   <translation>未知条目 {names}</translation>
  </message>
  <message>
   <source>unlock districts</source>
   <translation>解锁片区</translation>
  </message>
  <message>
   <source>used</source>
   <translation>已采用</translation>
  </message>
  <message>
   <source>vector</source>
   <translation>向量归一</translation>
  </message>
  <message>
   <source>verdict</source>
   <translation>签署意见</translation>
  </message>
  <message>
   <source>village</source>
   <translation>村</translation>
  </message>
  <message>
   <source>village districts</source>
   <translation>村级片区</translation>
  </message>
  <message>
   <source>village type {type}: no central village</source>
   <translation>属{type}村庄，不作中心村</translation>
  </message>
  <message>
   <source>village types</source>
   <translation>村庄分类</translation>
  </message>
  <message>
   <source>village with people on the roads</source>
   <translation>有人口且通路的村</translation>
  </message>
  <message>
   <source>villager</source>
   <translation>村民</translation>
  </message>
  <message>
   <source>villages</source>
   <translation>村</translation>
  </message>
  <message>
   <source>villages with one of {facilities}</source>
   <translation>设有设施的村，设施为 {facilities}</translation>
  </message>
  <message>
   <source>villages within {minutes} minutes by road of a facility of the kinds {kinds}; {roads}</source>
   <translation>沿路网 {minutes} 分钟内可到达类型为 {kinds} 的设施的村；{roads}</translation>
  </message>
  <message>
   <source>warn</source>
   <translation>提醒</translation>
  </message>
  <message>
   <source>warning</source>
   <translation>警告</translation>
  </message>
  <message>
   <source>weigh by judgements</source>
   <translation>按判断矩阵赋权</translation>
  </message>
  <message>
   <source>weighted sum</source>
   <translation>加权求和</translation>
  </message>
  <message>
   <source>weighting</source>
   <translation>权重方案</translation>
  </message>
  <message>
   <source>weights</source>
   <translation>权重</translation>
  </message>
  <message>
   <source>what was said</source>
   <translation>意见内容</translation>
  </message>
  <message>
   <source>whole townships</source>
   <translation>整乡镇绘制</translation>
  </message>
  <message>
   <source>with changes</source>
   <translation>修改后同意</translation>
  </message>
  <message>
   <source>withdrawn</source>
   <translation>撤回</translation>
  </message>
  <message>
   <source>withdrawn because</source>
   <translation>撤回理由</translation>
  </message>
  <message>
   <source>workbook</source>
   <translation>工作簿</translation>
  </message>
  <message>
   <source>workbooks</source>
   <translation>报表</translation>
  </message>
  <message>
   <source>worst of the others</source>
   <translation>取其他单元的最差值</translation>
  </message>
  <message>
   <source>write nothing</source>
   <translation>不输出</translation>
  </message>
  <message>
   <source>written</source>
   <translation>写入</translation>
  </message>
  <message>
   <source>xlsx: a workbook per unit. html: a page per unit to read on the screen. csv: a file per table in a folder per unit. gpkg: one GeoPackage with a table per report table, all units in it.</source>
   <translation>xlsx：每个单位一册工作簿；html：每个单位一页，供屏幕阅读；csv：每个单位一个文件夹，每张表一个文件；gpkg：一个 GeoPackage，每张成果表一张数据表，含全部单位。</translation>
  </message>
  <message>
   <source>year as written</source>
   <translation>年份以表为准</translation>
  </message>
  <message>
   <source>yearly</source>
   <translation>每年</translation>
  </message>
  <message>
   <source>yellow</source>
   <translation>黄灯</translation>
  </message>
  <message>
   <source>yes</source>
   <translation>是</translation>
  </message>
  <message>
   <source>z-score</source>
   <translation>Z 分数</translation>
  </message>
  <message>
   <source>zone {zone} (central meridian {meridian}°)</source>
   <translation>第 {zone} 带（中央经线 {meridian}°）</translation>
  </message>
  <message>
   <source>{area:,.2f} m² in {count} parcels lie in no unit; their unit_code is empty.</source>
   <translation>{count} 个图斑中有 {area:,.2f} m² 不在任何单元内，其 unit_code 为空。</translation>
  </message>
  <message>
   <source>{area:,.2f} m² of rows {rows} lie outside layer {frame}.</source>
   <translation>第 {rows} 行有 {area:,.2f} 平方米超出图层 {frame} 的范围。</translation>
  </message>
  <message>
   <source>{area:,.2f} m² of the plans lie in no unit; their unit_code is empty.</source>
   <translation>规划中有 {area:,.2f} 平方米不在任何单元内，其 unit_code 为空。</translation>
  </message>
  <message>
   <source>{area:,.2f} m² of {names} lie outside layer {frame}.</source>
   <translation>{names} 有 {area:,.2f} 平方米超出图层 {frame} 的范围。</translation>
  </message>
  <message>
   <source>{area} is merged: which unit and indicator the figure {value} belongs to is not certain. Unmerge the cells and enter each figure.</source>
   <translation>{area} 是合并单元格：数值 {value} 属于哪个单位、哪个指标不能确定。请取消合并，逐格填写。</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} km²</translation>
  </message>
  <message>
   <source>{area} m² lie inside {line}; no rule forbids it.</source>
   <translation>位于{line}内 {area} 平方米，无限制性规则。</translation>
  </message>
  <message>
   <source>{cell} is left out, as answered.</source>
   <translation>按答复，不取 {cell}。</translation>
  </message>
  <message>
   <source>{cell} is {value}, as answered.</source>
   <translation>按答复，{cell} 为 {value}。</translation>
  </message>
  <message>
   <source>{cell}: {header} → {codes}</source>
   <translation>{cell}：{header} → {codes}</translation>
  </message>
  <message>
   <source>{colour} is no colour. Write it as #rrggbb.</source>
   <translation>{colour} 不是有效的颜色。请按 #rrggbb 填写。</translation>
  </message>
  <message>
   <source>{comparison}, the {percent} % quantile</source>
   <translation>{comparison}，即全县 {percent}% 分位</translation>
  </message>
  <message>
   <source>{conflicts} conflicts open</source>
   <translation>{conflicts} 处冲突图斑待处理</translation>
  </message>
  <message>
   <source>{conflicts} conflicts, none open</source>
   <translation>冲突图斑 {conflicts} 个，均已处理</translation>
  </message>
  <message>
   <source>{count} LINKS join units of different parents, or a unit with itself, and have no effect (first: {start} to {end}).</source>
   <translation>LINKS 中有 {count} 条连接不同上级片区的单元或单元自身，不起作用（第一条：{start} 至 {end}）。</translation>
  </message>
  <message>
   <source>{count} are at fault and are left out; mend them in the workbook.</source>
   <translation>{count} 行有误，不导入；请在工作簿中改正。</translation>
  </message>
  <message>
   <source>{count} are there already.</source>
   <translation>{count} 行已有。</translation>
  </message>
  <message>
   <source>{count} binding checks are broken.</source>
   <translation>有 {count} 项约束性核验未通过。</translation>
  </message>
  <message>
   <source>{count} borderline units (stability below {limit}).</source>
   <translation>{count} 个边缘单元（stability 低于 {limit}）。</translation>
  </message>
  <message>
   <source>{count} broken rules</source>
   <translation>{count} 处违反规则</translation>
  </message>
  <message>
   <source>{count} centres, objective {objective}.</source>
   <translation>{count} 个中心，目标值 {objective}。</translation>
  </message>
  <message>
   <source>{count} checks, {broken} of them not passed.</source>
   <translation>共 {count} 项核验，{broken} 项未通过。</translation>
  </message>
  <message>
   <source>{count} codes had lost their leading zeros; they were put back.</source>
   <translation>{count} 个代码丢失了前导零，已补上。</translation>
  </message>
  <message>
   <source>{count} commands are in the clipboard.</source>
   <translation>已将 {count} 条命令复制到剪贴板。</translation>
  </message>
  <message>
   <source>{count} conflicts of {area:,.2f} ha, {slivers} of them slivers.</source>
   <translation>冲突图斑 {count} 个，{area:,.2f} 公顷，其中细碎图斑 {slivers} 个。</translation>
  </message>
  <message>
   <source>{count} corners. Right-click ends, Backspace takes the last one back.</source>
   <translation>已有 {count} 个拐点。右键结束，退格键撤回上一点。</translation>
  </message>
  <message>
   <source>{count} decided conflicts are no longer there (numbers in the earlier ledger: {conflicts}).</source>
   <translation>{count} 个已处理的冲突已消失（原台账编号：{conflicts}）。</translation>
  </message>
  <message>
   <source>{count} decided conflicts have another area now, look at them again: {conflicts}.</source>
   <translation>{count} 个已处理的冲突面积有变化，请复核：{conflicts}。</translation>
  </message>
  <message>
   <source>{count} districts</source>
   <translation>{count} 个片区</translation>
  </message>
  <message>
   <source>{count} districts of the plan are called {value}. Give the code.</source>
   <translation>方案中有 {count} 个片区名为“{value}”。请填写片区代码。</translation>
  </message>
  <message>
   <source>{count} districts will be made: {districts}.</source>
   <translation>将新建{count}个片区：{districts}。</translation>
  </message>
  <message>
   <source>{count} entries</source>
   <translation>共 {count} 条</translation>
  </message>
  <message>
   <source>{count} errors: their figures are left out.</source>
   <translation>有 {count} 处错误，相关数值不采用。</translation>
  </message>
  <message>
   <source>{count} facilities</source>
   <translation>{count} 处设施</translation>
  </message>
  <message>
   <source>{count} facilities of the kinds {kinds}</source>
   <translation>类型为 {kinds} 的 {count} 处设施</translation>
  </message>
  <message>
   <source>{count} faults; the first at {place}: {reason}</source>
   <translation>有 {count} 处错误，第一处在 {place}：{reason}</translation>
  </message>
  <message>
   <source>{count} figures are empty and were left out.</source>
   <translation>{count} 个数值为空，未保存。</translation>
  </message>
  <message>
   <source>{count} figures taken: {fresh} new, {replaced} replaced, {same} were there already, {left} left as they are.</source>
   <translation>取用 {count} 个数值：新增 {fresh} 个，替换 {replaced} 个，原已有 {same} 个，保留原值 {left} 个。</translation>
  </message>
  <message>
   <source>{count} figures that the database has with another value were left as they are: {names}. Choose EXISTING=replace to replace them.</source>
   <translation>{count} 个数值与数据库中的不同，保留了原值：{names}。要替换请选 EXISTING=replace。</translation>
  </message>
  <message>
   <source>{count} figures were stored without a year and count for nothing, as the database has dated ones of the same unit and indicator: {names}. Run again with YEAR.</source>
   <translation>有 {count} 个数值未带年份存入，但数据库中同一单元、同一指标已有带年份的数值，因此它们不起作用：{names}。请填写 YEAR 后重新运行。</translation>
  </message>
  <message>
   <source>{count} fill in what is there.</source>
   <translation>{count} 行补充已有内容。</translation>
  </message>
  <message>
   <source>{count} findings are errors: mend them in your layers and import again.</source>
   <translation>其中 {count} 条为错误：请在原图层中改正后重新导入。</translation>
  </message>
  <message>
   <source>{count} findings have other figures than when they were accepted and are open again.</source>
   <translation>{count} 个已确认的问题数值有变，已重新列为待处理。</translation>
  </message>
  <message>
   <source>{count} findings.</source>
   <translation>检查发现 {count} 处问题。</translation>
  </message>
  <message>
   <source>{count} flows start or end outside the units and are left out (first: {start} to {end}).</source>
   <translation>{count} 条流动的起点或终点不在单元之内，未计入（首条：{start} 至 {end}）。</translation>
  </message>
  <message>
   <source>{count} found; Enter goes to the next.</source>
   <translation>找到 {count} 个；按回车键转到下一个。</translation>
  </message>
  <message>
   <source>{count} further findings of this rule are not listed one by one (the catalogue of rules lists the first {listed}). Mend those listed and check again.</source>
   <translation>该规则另有 {count} 个问题未逐个列出（规则目录规定列出前 {listed} 个）。请改正已列出的问题后重新检查。</translation>
  </message>
  <message>
   <source>{count} hazard points by the unit's area</source>
   <translation>{count} 处地质灾害隐患点与单元面积之比</translation>
  </message>
  <message>
   <source>{count} headers and rows are not settled; their figures are left out.</source>
   <translation>有 {count} 个表头或行名待定，其数值暂不采用。</translation>
  </message>
  <message>
   <source>{count} judgements of {experts} taken over.</source>
   <translation>已读入 {experts} 的 {count} 项判断。</translation>
  </message>
  <message>
   <source>{count} missing</source>
   <translation>缺 {count} 项</translation>
  </message>
  <message>
   <source>{count} new in the top {top}</source>
   <translation>{count} 个新进入前 {top} 位</translation>
  </message>
  <message>
   <source>{count} of {all} codes are not {digits} digits (e.g. {example}).</source>
   <translation>{all} 个代码中有 {count} 个不是 {digits} 位数字（如 {example}）。</translation>
  </message>
  <message>
   <source>{count} of {all} entries</source>
   <translation>显示 {count} 条，共 {all} 条</translation>
  </message>
  <message>
   <source>{count} of {all} parcels have a land class that is not in the list (e.g. {example}).</source>
   <translation>{all} 个图斑中有 {count} 个的地类编码不在字典内（如 {example}）。</translation>
  </message>
  <message>
   <source>{count} of {all} values of field {field} are not {length} characters (e.g. {example}).</source>
   <translation>字段 {field} 的 {all} 个值中有 {count} 个不是 {length} 位（如 {example}）。</translation>
  </message>
  <message>
   <source>{count} of {all} values of field {field} are not {short} or {long} digits (e.g. {example}).</source>
   <translation>字段 {field} 的 {all} 个值中有 {count} 个不是 {short} 位或 {long} 位数字（如 {example}）。</translation>
  </message>
  <message>
   <source>{count} opinions have no decision.</source>
   <translation>{count} 条意见未定采纳情况。</translation>
  </message>
  <message>
   <source>{count} opinions have no reply.</source>
   <translation>{count} 条意见未答复。</translation>
  </message>
  <message>
   <source>{count} outlines, {area} ha</source>
   <translation>{count} 个范围，{area} 公顷</translation>
  </message>
  <message>
   <source>{count} parcels call their unit {said}; layer {layer} calls it {name}.</source>
   <translation>{count} 个图斑的坐落单位名称为“{said}”，图层 {layer} 中为“{name}”。</translation>
  </message>
  <message>
   <source>{count} parcels have land class {code}, which is not in the list.</source>
   <translation>{count} 个图斑的地类编码 {code} 不在字典内。</translation>
  </message>
  <message>
   <source>{count} parcels have no land class. Fill in field {field}.</source>
   <translation>{count} 个图斑缺少地类编码，请补全字段 {field}。</translation>
  </message>
  <message>
   <source>{count} parcels lie in unit {code}, which layer {layer} does not have.</source>
   <translation>{count} 个图斑的坐落单位 {code} 在图层 {layer} 中不存在。</translation>
  </message>
  <message>
   <source>{count} parcels were set aside ({reason}): {parcels}.</source>
   <translation>{count} 个图斑未参与叠加（{reason}）：{parcels}。</translation>
  </message>
  <message>
   <source>{count} pieces could not be divided without losing area; each counts whole as what is planned in its middle.</source>
   <translation>{count} 个碎片无法在不丢失面积的情况下划分；各按其中心处的规划地类整体计入。</translation>
  </message>
  <message>
   <source>{count} questionnaires with {answers} answers imported; {skipped} were there already; {bad} rows at fault.</source>
   <translation>已导入问卷 {count} 份、答案 {answers} 条；已有 {skipped} 份；有误 {bad} 行。</translation>
  </message>
  <message>
   <source>{count} ridge factors are not between 0 and 1 (the first is {value}, in row {row}). A factor is a share, such as 0.1205, not a percentage; correct the field.</source>
   <translation>有 {count} 个扣除地类系数不在 0 与 1 之间（第一个为 {value}，第 {row} 行）。系数为比例（如 0.1205），不是百分数；请更正该字段。</translation>
  </message>
  <message>
   <source>{count} rows are about units of the other level and are left out (rows {rows}).</source>
   <translation>{count} 行属于另一级单位，未取用（行 {rows}）。</translation>
  </message>
  <message>
   <source>{count} rows are new.</source>
   <translation>新增 {count} 行。</translation>
  </message>
  <message>
   <source>{count} rows brought</source>
   <translation>已导入 {count} 行</translation>
  </message>
  <message>
   <source>{count} rows have names of the county and codes that are not the county's ({name}: {code} instead of {other}): the table has the codes of another year. Read it by name, or give it the present codes.</source>
   <translation>{count} 行的名称属于本县而代码不是（{name}：{code}，应为 {other}）：表格用的是其他年份的代码。请按名称读取，或改用现行代码。</translation>
  </message>
  <message>
   <source>{count} rows have no value in field {field}. Fill it in.</source>
   <translation>有 {count} 行的字段 {field} 为空。请补填。</translation>
  </message>
  <message>
   <source>{count} rows have the same outline: {rows} ({labels}). Keep one of them.</source>
   <translation>有 {count} 行图形完全相同：第 {rows} 行（{labels}）。请只保留一行。</translation>
  </message>
  <message>
   <source>{count} rows have {value} in field {field}; it may be {known}.</source>
   <translation>有 {count} 行的字段 {field} 为 {value}，可填的值为 {known}。</translation>
  </message>
  <message>
   <source>{count} rows have {value} in field {field}; it must be {short} or {long} digits.</source>
   <translation>有 {count} 行的字段 {field} 为 {value}，应为 {short} 位或 {long} 位数字。</translation>
  </message>
  <message>
   <source>{count} rows have {value} in field {field}; the standard has room for {length} characters.</source>
   <translation>有 {count} 行的字段 {field} 为 {value}，标准规定长度为 {length}。</translation>
  </message>
  <message>
   <source>{count} rows have “{value}” in field {field}, which is not a number. Enter an area in m².</source>
   <translation>有 {count} 行的字段 {field} 填写为“{value}”，不是数字。请填写以平方米为单位的面积。</translation>
  </message>
  <message>
   <source>{count} rows of totals are skipped.</source>
   <translation>已跳过 {count} 个合计行。</translation>
  </message>
  <message>
   <source>{count} rows of totals were passed over.</source>
   <translation>略过 {count} 行合计。</translation>
  </message>
  <message>
   <source>{count} rules are broken: see the drawing table.</source>
   <translation>有 {count} 处不符合规则，请看片区绘制面板。</translation>
  </message>
  <message>
   <source>{count} shown ({area} ha), {open} open</source>
   <translation>显示 {count} 个（{area} 公顷），未处理 {open} 个</translation>
  </message>
  <message>
   <source>{count} shown, {open} open</source>
   <translation>显示 {count} 个，待处理 {open} 个</translation>
  </message>
  <message>
   <source>{count} shown; {open} open, {overdue} overdue, {done} done</source>
   <translation>显示 {count} 条；未办结 {open} 条，其中逾期 {overdue} 条；已办结 {done} 条</translation>
  </message>
  <message>
   <source>{count} signatures are saved.</source>
   <translation>已登记 {count} 个签署。</translation>
  </message>
  <message>
   <source>{count} signatures are withdrawn; the record keeps them.</source>
   <translation>已撤回 {count} 个签署，工作记录中仍保留。</translation>
  </message>
  <message>
   <source>{count} sub-central towns instead of {wanted}: no more districts have a unit left for one.</source>
   <translation>副中心镇 {count} 个，少于所要求的 {wanted} 个：其余片区已无可选单元。</translation>
  </message>
  <message>
   <source>{count} things are compared at once; judgements stay consistent for up to {limit}. Compare the groups first, then the indicators within each group.</source>
   <translation>一次比较了 {count} 项；超过 {limit} 项难以保持一致。请先比较分组，再比较各组内的指标。</translation>
  </message>
  <message>
   <source>{count} townships have no village ({names}).</source>
   <translation>{count} 个乡镇没有村（{names}）。</translation>
  </message>
  <message>
   <source>{count} townships lie in another township district; village districts are the same.</source>
   <translation>{count}个乡镇所属镇级片区不同；村级片区相同。</translation>
  </message>
  <message>
   <source>{count} townships to {districts}</source>
   <translation>{count} 个乡镇划入 {districts}</translation>
  </message>
  <message>
   <source>{count} units</source>
   <translation>{count} 个单元</translation>
  </message>
  <message>
   <source>{count} units are in no district: {codes}.</source>
   <translation>{count} 个单元未划入任何片区：{codes}。</translation>
  </message>
  <message>
   <source>{count} units are in no district; their cell is empty.</source>
   <translation>{count} 个单元未划入片区，其单元格为空。</translation>
  </message>
  <message>
   <source>{count} units are not in the table.</source>
   <translation>{count} 个单元不在表中。</translation>
  </message>
  <message>
   <source>{count} units go by “{unit}”. Name the level, or give the code.</source>
   <translation>有 {count} 个单元名为“{unit}”。请注明层级或改填代码。</translation>
  </message>
  <message>
   <source>{count} units got no district from the table: {units}.</source>
   <translation>{count} 个单元未从表中得到片区：{units}。</translation>
  </message>
  <message>
   <source>{count} units have another name in the table than in the county; they were taken by their code.</source>
   <translation>{count} 个单元在表中的名称与本县不同，已按代码读取。</translation>
  </message>
  <message>
   <source>{count} units have no district and count as cut off.</source>
   <translation>{count} 个单元没有片区，按与片区断开计算。</translation>
  </message>
  <message>
   <source>{count} units have no district: see the drawing table.</source>
   <translation>有 {count} 个单元未划入片区，请看片区绘制面板。</translation>
  </message>
  <message>
   <source>{count} units have no neighbour: {units}. Add them to LINKS where they belong to a district across water or through an exclave.</source>
   <translation>{count} 个单元没有相邻单元：{units}。如隔水或以飞地形式属于某片区，请加入 LINKS。</translation>
  </message>
  <message>
   <source>{count} units have no population and count as empty: {units}. Fill it in and import again.</source>
   <translation>{count} 个单元没有人口数，按 0 计：{units}。请补填后重新导入。</translation>
  </message>
  <message>
   <source>{count} units have no row in the workbook: {names}.</source>
   <translation>统计表中缺少 {count} 个单位：{names}。</translation>
  </message>
  <message>
   <source>{count} units have no score: {codes}.</source>
   <translation>{count} 个单元没有得分：{codes}。</translation>
  </message>
  <message>
   <source>{count} units have no seat among SEATS ({codes}): an inner point stands for it.</source>
   <translation>{count} 个单元在 SEATS 中没有驻地（{codes}）：以单元内部点代替。</translation>
  </message>
  <message>
   <source>{count} units have no value of {indicator} and so none per person ({names}).</source>
   <translation>{count} 个单元没有指标 {indicator} 的数值，因而没有人均值（{names}）。</translation>
  </message>
  <message>
   <source>{count} units have no {what} and so no value ({names}).</source>
   <translation>{count} 个单元没有{what}，因而没有数值（{names}）。</translation>
  </message>
  <message>
   <source>{count} units moved since it was opened.</source>
   <translation>开启后调整了 {count} 个单元。</translation>
  </message>
  <message>
   <source>{count} units moved since the last round: the plan is not what was approved.</source>
   <translation>最后一轮之后又调整了 {count} 个单元，当前方案与批准的不一致。</translation>
  </message>
  <message>
   <source>{count} units of plan “{name}” written.</source>
   <translation>已写出方案“{name}”的 {count} 个单元。</translation>
  </message>
  <message>
   <source>{count} units selected, {people} people</source>
   <translation>选中 {count} 个单元，{people} 人</translation>
  </message>
  <message>
   <source>{count} units without a district</source>
   <translation>{count} 个单元未划入片区</translation>
  </message>
  <message>
   <source>{count} units without a district in the table stay in their locked district.</source>
   <translation>表中没有片区的 {count} 个单元留在其已锁定的片区。</translation>
  </message>
  <message>
   <source>{count} units, {people} people → {district}</source>
   <translation>{count} 个单元，{people} 人 → {district}</translation>
  </message>
  <message>
   <source>{count} values differ from the figures that the county holds.</source>
   <translation>{count} 个计算值与本县已有数值不同。</translation>
  </message>
  <message>
   <source>{count} villages are in no township that is there ({names}).</source>
   <translation>{count} 个村所属的乡镇不存在（{names}）。</translation>
  </message>
  <message>
   <source>{count} villages are of unknown population ({names}); their townships ({townships}) get no value.</source>
   <translation>{count} 个村的人口未知（{names}）；其所在乡镇（{townships}）不给出数值。</translation>
  </message>
  <message>
   <source>{count} villages call their township {said}; layer {layer} calls it {name}.</source>
   <translation>{count} 个村的所属乡镇名称为“{said}”，图层 {layer} 中为“{name}”。</translation>
  </message>
  <message>
   <source>{count} villages have no type: {codes}.</source>
   <translation>{count} 个村没有类型：{codes}。</translation>
  </message>
  <message>
   <source>{count} villages keep the type that was decided by hand: {codes}.</source>
   <translation>{count} 个村保留人工确定的类型：{codes}。</translation>
  </message>
  <message>
   <source>{count} villages lie in townships without a district: {units}. Draw the township districts first.</source>
   <translation>{count} 个村所在乡镇尚未划入镇级片区：{units}。请先划定镇级片区。</translation>
  </message>
  <message>
   <source>{count} villages of {township} still lie in village districts of another township district than {district}: draw the village districts there again.</source>
   <translation>{township}有 {count} 个村仍在镇级片区 {district} 以外的村级片区中，请重新划分该处的村级片区。</translation>
  </message>
  <message>
   <source>{count} villages to {districts}</source>
   <translation>{count} 个村划入 {districts}</translation>
  </message>
  <message>
   <source>{count} {units} have no facility that is their seat ({names}); an inner point stands for it.</source>
   <translation>{count} 个{units}没有表示驻地的设施（{names}），以单元内部点代替。</translation>
  </message>
  <message>
   <source>{count} {units} have no way by road to “{place}” and get no value ({names}). See what is said of unconnected roads.</source>
   <translation>{count} 个{units}没有到“{place}”的道路，没有数值（{names}）。请看关于不连通道路的提示。</translation>
  </message>
  <message>
   <source>{count}, {open} open</source>
   <translation>{count} 条，{open} 条未定</translation>
  </message>
  <message>
   <source>{criterion} ({first} against {second})</source>
   <translation>{criterion}（{first}，对方 {second}）</translation>
  </message>
  <message>
   <source>{criterion} {figure}</source>
   <translation>{criterion} {figure}</translation>
  </message>
  <message>
   <source>{crs} is no known coordinate reference system. Choose another.</source>
   <translation>{crs} 不是已知的坐标系。请另选。</translation>
  </message>
  <message>
   <source>{districts} districts cannot be made of {units} units. Ask for fewer districts.</source>
   <translation>{units} 个单元无法划为 {districts} 个片区。请减少片区数。</translation>
  </message>
  <message>
   <source>{districts} districts for {parents} parents (field {field}): each parent needs at least one. Ask for {parents} or more.</source>
   <translation>{parents} 个上级片区（字段 {field}）只要求 {districts} 个片区：每个上级片区至少一个。请要求 {parents} 个或更多。</translation>
  </message>
  <message>
   <source>{district} (township level)</source>
   <translation>{district}（镇级）</translation>
  </message>
  <message>
   <source>{district} (village level)</source>
   <translation>{district}（村级）</translation>
  </message>
  <message>
   <source>{edges} road edges, ends joined within {snap} m, walking {walking} km/h to the road</source>
   <translation>道路边 {edges} 条，端点相接容差 {snap} m，到道路的步行速度 {walking} km/h</translation>
  </message>
  <message>
   <source>{experts} did not compare {names}; the other experts decide there.</source>
   <translation>{experts} 未比较 {names}；此处由其他专家决定。</translation>
  </message>
  <message>
   <source>{facilities}, by 1,000 people; {people}</source>
   <translation>{facilities}，按每千人计；{people}</translation>
  </message>
  <message>
   <source>{field} is not {wanted}</source>
   <translation>{field}不是{wanted}</translation>
  </message>
  <message>
   <source>{field} is {value}</source>
   <translation>{field}为{value}</translation>
  </message>
  <message>
   <source>{field}: {text} is no date. Write year, month and day, such as 2026-03-05.</source>
   <translation>{field}：“{text}”不是日期。请写明年、月、日，如 2026-03-05。</translation>
  </message>
  <message>
   <source>{field}: {value}</source>
   <translation>{field}：{value}</translation>
  </message>
  <message>
   <source>{field}: {value} is not known. Choose one of {choices}.</source>
   <translation>{field}：“{value}”无法识别。请从 {choices} 中选择。</translation>
  </message>
  <message>
   <source>{figures} figures of {units} units and {indicators} indicators are certain.</source>
   <translation>已确定 {units} 个单元、{indicators} 项指标的 {figures} 个数值。</translation>
  </message>
  <message>
   <source>{figure} (place {place})</source>
   <translation>{figure}（片区第 {place}）</translation>
  </message>
  <message>
   <source>{figure} are not passed on to the units below</source>
   <translation>尚有 {figure} 未分解到下级</translation>
  </message>
  <message>
   <source>{figure} is {value}, not {comparison}</source>
   <translation>{figure}为 {value}，应{comparison}</translation>
  </message>
  <message>
   <source>{figure} {value} ({comparison})</source>
   <translation>{figure} {value}（标准：{comparison}）</translation>
  </message>
  <message>
   <source>{figure}, raised as no way leads to {share} of the district</source>
   <translation>{figure}（片区内 {share} 的人口无路可达，用时已相应加长）</translation>
  </message>
  <message>
   <source>{files} files with {sheets} tables in {folder}; {count} figures do not agree.</source>
   <translation>已在 {folder} 写入 {files} 个文件、{sheets} 张表；{count} 处数字不一致。</translation>
  </message>
  <message>
   <source>{files} files written to {path}</source>
   <translation>已将 {files} 个文件写入 {path}</translation>
  </message>
  <message>
   <source>{files} workbooks in {folder}.</source>
   <translation>{folder} 中已生成 {files} 个工作簿。</translation>
  </message>
  <message>
   <source>{file} cannot be read as a workbook ({reason}). Save it as .xlsx and choose it again.</source>
   <translation>{file} 无法作为工作簿读取（{reason}）。请另存为 .xlsx 后重新选择。</translation>
  </message>
  <message>
   <source>{file} cannot be written ({reason}). If it is open in another program, close it there, then write again.</source>
   <translation>{file} 无法写入（{reason}）。如正被其他程序打开，请关闭后重新写入。</translation>
  </message>
  <message>
   <source>{file} compares {names}, which are not scored here. Use the codes or names of the list of weights.</source>
   <translation>{file} 比较了 {names}，这些不是此处的评分对象。请使用权重列表中的代码或名称。</translation>
  </message>
  <message>
   <source>{file} has no column {column}; it stays empty.</source>
   <translation>{file} 没有“{column}”列，该列留空。</translation>
  </message>
  <message>
   <source>{file} has no row of headers with {needed}. Headers found: {headers}. Name the columns, for example 代码 (code) and 片区 (district).</source>
   <translation>{file} 中没有含 {needed} 的表头行。找到的表头：{headers}。请给列命名，例如“代码”（code）和“片区”（district）。</translation>
  </message>
  <message>
   <source>{file} has no sheet {sheet}. Its sheets are: {sheets}.</source>
   <translation>{file} 中没有工作表 {sheet}。有：{sheets}。</translation>
  </message>
  <message>
   <source>{file} has {count} errors (see the log); no figure was stored. Mend the workbook, settle them in an answer file (ANSWERS), or take only what is certain (ON_ERROR=certain).</source>
   <translation>{file} 有 {count} 处错误（见日志），没有存入任何数值。请改正统计表，或在答复文件（ANSWERS）中确定，或只取确定的数值（ON_ERROR=certain）。</translation>
  </message>
  <message>
   <source>{file} holds an assignment in {count} sheets: {sheets}. Put all rows into one sheet, or hide those that do not count.</source>
   <translation>{file} 中有 {count} 个工作表含片区划分：{sheets}。请将各行合并到一个工作表，或隐藏不应计入的工作表。</translation>
  </message>
  <message>
   <source>{file} holds no table with units in one column and indicators above the others (or the other way round).</source>
   <translation>{file} 中没有找到统计表（单位在一列、指标在各列上方，或者相反）。</translation>
  </message>
  <message>
   <source>{file} holds {parts} that are missing in the filled workbooks; the template itself stays as it is.</source>
   <translation>{file} 中的{parts}在填好的工作簿中不会保留；模板文件本身不变。</translation>
  </message>
  <message>
   <source>{file} is not text in UTF-8 or GBK. Save it as a text file (.txt) in one of them, then read it again.</source>
   <translation>{file} 不是 UTF-8 或 GBK 编码的文本。请另存为其中一种编码的文本文件（.txt）后重新读取。</translation>
  </message>
  <message>
   <source>{file} › {sheet} › row {row}: the form “{form}” needs a column “{column}”, and there is none. Add it (the blank form that exportform writes has it) and import again; nothing was imported.</source>
   <translation>{file} › {sheet} › 第 {row} 行：填报表“{form}”必须有“{column}”列，但没有找到。请补上该列（exportform 导出的空白表中有此列）后重新导入；本次未导入任何内容。</translation>
  </message>
  <message>
   <source>{file} › {sheet} › {cell}: the form “{form}” needs a column “{column}”, but here the head is {found}. Correct the head (the blank form that exportform writes has them all) and import again; nothing was imported.</source>
   <translation>{file} › {sheet} › {cell}：填报表“{form}”必须有“{column}”列，但此处表头是 {found}。请改正表头（exportform 导出的空白表中有全部表头）后重新导入；本次未导入任何内容。</translation>
  </message>
  <message>
   <source>{file}, line {line}: plot {plot} has no points. Add them below its header, or remove the header.</source>
   <translation>{file} 第 {line} 行：地块 {plot} 没有界址点。请在首行之后补上，或删除该首行。</translation>
  </message>
  <message>
   <source>{file}, line {line}: plot {plot} is said to have {said} ha; its points enclose {area} ha.</source>
   <translation>{file} 第 {line} 行：地块 {plot} 写明面积 {said} 公顷，界址点围成的面积为 {area} 公顷。</translation>
  </message>
  <message>
   <source>{file}, line {line}: plot {plot} is said to have “{said}” points, but {count} follow ({rings} of them close a ring). The points that are there were taken.</source>
   <translation>{file} 第 {line} 行：地块 {plot} 写明“{said}”个界址点，实际有 {count} 个（其中 {rings} 个为闭合点）。按实际的点处理。</translation>
  </message>
  <message>
   <source>{file}, line {line}: point {point} ({x}, {y}) cannot be X (north) and Y (east) in metres of a 3-degree zone: X lies between 400,000 and 6,300,000, Y between 100,000 and 900,000, with or without the zone number before it. Correct the coordinates.</source>
   <translation>{file} 第 {line} 行：点 {point}（{x}，{y}）不可能是 3 度带以米为单位的 X（北）、Y（东）坐标：X 应在 400,000 与 6,300,000 之间，Y 去掉带号后应在 100,000 与 900,000 之间。请更正坐标。</translation>
  </message>
  <message>
   <source>{file}, line {line}: point {point} ({x}, {y}) has X and Y swapped: X is north (about 2 to 6 million), Y is east. Swap the two columns.</source>
   <translation>{file} 第 {line} 行：点 {point}（{x}，{y}）的 X、Y 颠倒了：X 为北（约 200 万至 600 万），Y 为东。请对调两列。</translation>
  </message>
  <message>
   <source>{file}, line {line}: point {point} ({x}, {y}) looks like degrees. Convert the coordinates to metres in a 3-degree zone of CGCS2000.</source>
   <translation>{file} 第 {line} 行：点 {point}（{x}，{y}）像是经纬度。请换算为 2000 国家大地坐标系 3 度带、以米为单位的坐标。</translation>
  </message>
  <message>
   <source>{file}, line {line}: ring {ring} of plot {plot} has fewer than three different points. Add the missing points, or remove the ring.</source>
   <translation>{file} 第 {line} 行：地块 {plot} 的环 {ring} 不足三个不同的点。请补全界址点，或删除该环。</translation>
  </message>
  <message>
   <source>{file}, line {line}: ring {ring} of plot {plot} is not closed: it ends at {last} ({x}, {y}) and began at {first} in line {start}. Repeat the first point at the end of the ring.</source>
   <translation>{file} 第 {line} 行：地块 {plot} 的环 {ring} 未闭合：终点为 {last}（{x}，{y}），起点为第 {start} 行的 {first}。请在环的末尾重复起点。</translation>
  </message>
  <message>
   <source>{file}, line {line}: the easting (Y) {y} of point {point} is not of the same zone as {first} in line {start}. Bring all points into one zone.</source>
   <translation>{file} 第 {line} 行：点 {point} 的横坐标（Y）{y} 与第 {start} 行的 {first} 不在同一带。请把所有点换算到同一带。</translation>
  </message>
  <message>
   <source>{file}, line {line}: the header of plot {plot} has {count} of {wanted} fields; the last ones are taken as empty.</source>
   <translation>{file} 第 {line} 行：地块 {plot} 的首行只有 {wanted} 个字段中的 {count} 个，其余按空处理。</translation>
  </message>
  <message>
   <source>{file}, line {line}: the plot has no header line; it gets an empty one.</source>
   <translation>{file} 第 {line} 行：地块没有首行，按空白首行处理。</translation>
  </message>
  <message>
   <source>{file}, line {line}: the ring of point {point} is “{value}”. A ring is a whole number: 1 outside, 2 and more for holes and further parts. Check that the fields are name, ring, X, Y, and end the line with @ if it is a plot's header.</source>
   <translation>{file} 第 {line} 行：点 {point} 的环号为“{value}”。环号应为整数：1 为外环，2 及以上为内环或其他部分。请检查字段顺序是否为点号、环号、X、Y；若为地块的首行，请以 @ 结尾。</translation>
  </message>
  <message>
   <source>{file}, line {line}: {what} of point {point} is “{value}”, not a number. Put the number there.</source>
   <translation>{file} 第 {line} 行：点 {point} 的{what}为“{value}”，不是数字。请改为数字。</translation>
  </message>
  <message>
   <source>{file}, line {line}: “{text}” has {count} fields, a point has four: name, ring, X, Y. Complete the line (or end it with @ if it is a plot's header).</source>
   <translation>{file} 第 {line} 行：“{text}”有 {count} 个字段，界址点应有四个：点号、环号、X、Y。请补全该行（若为地块的首行，请以 @ 结尾）。</translation>
  </message>
  <message>
   <source>{file}, line {line}: “{text}” holds no pair of coordinates X Y in metres. Write name, X and Y, or X and Y alone, one point a line.</source>
   <translation>{file} 第 {line} 行：“{text}”中没有以米为单位的一对 X、Y 坐标。每行一个点：点号、X、Y，或只写 X、Y。</translation>
  </message>
  <message>
   <source>{file}, line {line}: “{text}” stands before any block. A boundary-point file begins with [属性描述], and its coordinates follow [地块坐标]. Add the missing line above it.</source>
   <translation>{file} 第 {line} 行：“{text}”之前没有段标题。界址点文件以 [属性描述] 开头，坐标写在 [地块坐标] 之后。请在其上方补上缺少的行。</translation>
  </message>
  <message>
   <source>{file}, sheet {sheet}, cell {cell}: {{{{{name}}}}} names nothing that can be filled in. Use one of {fields}, a figure as table.anchor, {{{{table:id}}}} or {{{{rows:id}}}}; tables: {tables}.</source>
   <translation>{file}，工作表“{sheet}”，单元格 {cell}：{{{{{name}}}}} 没有可填的内容。可用 {fields}，形如 table.anchor 的数字，{{{{table:id}}}} 或 {{{{rows:id}}}}；表有：{tables}。</translation>
  </message>
  <message>
   <source>{file}, sheet {sheet}: the table at {cell} takes {rows} rows and {columns} columns, but {other} is not empty. Leave so much room, or put the mark on a sheet of its own.</source>
   <translation>{file}，工作表“{sheet}”：{cell} 处的表要占 {rows} 行 {columns} 列，但 {other} 不是空的。请留出位置，或把标记放到单独的工作表。</translation>
  </message>
  <message>
   <source>{file}: no sheet ({sheets}) has the header of the form “{form}”. Its columns are {columns}; use the blank form that exportform writes.</source>
   <translation>{file}：没有工作表（{sheets}）含有“{form}”的表头。该表的列为 {columns}；请使用“导出填报表”写出的空白表。</translation>
  </message>
  <message>
   <source>{file}: no sheet has a header row that is known. One of the headers must be {names}, with one more known column beside it.</source>
   <translation>{file}：没有能识别的表头行。表头中须有 {names} 之一，并另有一个能识别的列。</translation>
  </message>
  <message>
   <source>{file}: no sheet holds a matrix of judgements, that is the same names across and down. Export the matrices once and fill in that workbook.</source>
   <translation>{file}：没有工作表含判断矩阵（行列名称相同的方阵）。请先导出判断矩阵，再填写该工作簿。</translation>
  </message>
  <message>
   <source>{file}: the block [{block}] is missing (the file has {lines} lines). Add a line [{block}] above the plots' coordinates.</source>
   <translation>{file}：缺少 [{block}] 段（文件共 {lines} 行）。请在地块坐标之前加一行 [{block}]。</translation>
  </message>
  <message>
   <source>{file}: the block [地块坐标] is empty. Add at least one plot with its points.</source>
   <translation>{file}：[地块坐标] 段为空。请至少加入一个地块及其界址点。</translation>
  </message>
  <message>
   <source>{file}: the block [属性描述] is missing; nothing is known of its system.</source>
   <translation>{file}：缺少 [属性描述] 段，坐标系情况不明。</translation>
  </message>
  <message>
   <source>{file}: the eastings (Y, e.g. {y}) have no zone number and 带号 is empty, so their place is unknown. Fill in 带号, or choose TARGET_CRS, the system of their zone (e.g. EPSG:{epsg} for zone {zone}).</source>
   <translation>{file}：横坐标（Y，如 {y}）不带带号，且“带号”为空，无法确定位置。请填写带号，或选择 TARGET_CRS，即所在带的坐标系（如第 {zone} 带为 EPSG:{epsg}）。</translation>
  </message>
  <message>
   <source>{file}: there are no coordinates. Paste lines of X and Y.</source>
   <translation>{file}：没有坐标。请粘贴 X、Y 坐标，每行一个点。</translation>
  </message>
  <message>
   <source>{file}: zone {zone} is a 6-degree zone. Only 3-degree zones are checked: have the coordinates converted to a 3-degree zone of CGCS2000 (25 to 45), then read them again.</source>
   <translation>{file}：第 {zone} 带为 6 度带。只检测 3 度带：请先把坐标换算到 2000 国家大地坐标系的 3 度带（25 至 45 带），再重新读取。</translation>
  </message>
  <message>
   <source>{file}: {count} rows are at fault (see the log); nothing was imported. Mend them, or import the others (ON_ERROR=good).</source>
   <translation>{file}：{count} 行有误（见日志），未导入任何内容。请改正，或只导入其余的行（ON_ERROR=good）。</translation>
  </message>
  <message>
   <source>{file}: {key} says zone {said}, but the eastings (Y) begin with {carried} (line {line}). Correct the {key}, or the coordinates.</source>
   <translation>{file}：{key}表明为第 {said} 带，但横坐标（Y）以 {carried} 开头（第 {line} 行）。请改正{key}或坐标。</translation>
  </message>
  <message>
   <source>{file}: {key} says zone {said}, but the system chosen (TARGET_CRS, {crs}) is zone {chosen}, and the eastings have no zone number to tell which is right. Choose zone {said}, or correct the {key}.</source>
   <translation>{file}：{key}表明为第 {said} 带，但所选坐标系（TARGET_CRS，{crs}）属第 {chosen} 带，而横坐标不带带号，无法判断哪个正确。请选择第 {said} 带，或改正{key}。</translation>
  </message>
  <message>
   <source>{file}: 中央子午线 is “{text}”. The 3-degree zones of China have the meridians 75°, 78° … 135°. Correct it, or have the coordinates converted to one of these zones.</source>
   <translation>{file}：中央子午线为“{text}”。我国 3 度带的中央子午线为 75°、78° … 135°。请改正，或将坐标换算到其中一个带后再读取。</translation>
  </message>
  <message>
   <source>{file}: 几度分带 is “{width}”. Only 3-degree zones are checked: have the coordinates converted to a 3-degree zone of CGCS2000, then read them again.</source>
   <translation>{file}：几度分带为“{width}”。只检测 3 度带：请先把坐标换算到 2000 国家大地坐标系的 3 度带，再重新读取。</translation>
  </message>
  <message>
   <source>{file}: 坐标系 is not given; the coordinates are taken as CGCS2000, the statutory system.</source>
   <translation>{file}：未写明坐标系，按法定的 2000 国家大地坐标系处理。</translation>
  </message>
  <message>
   <source>{file}: 坐标系 is “{datum}”. Only CGCS2000 (2000国家大地坐标系) is checked: have the coordinates transformed to it with the province's official parameters, then read them again.</source>
   <translation>{file}：坐标系为“{datum}”。只检测 2000 国家大地坐标系：请用省级官方参数转换坐标后重新读取。</translation>
  </message>
  <message>
   <source>{file}: 带号 is “{text}”. The 3-degree zones of China are 25 to 45 (zone = central meridian / 3). Correct it.</source>
   <translation>{file}：带号为“{text}”。我国 3 度带为第 25 至 45 带（带号＝中央经线÷3）。请更正。</translation>
  </message>
  <message>
   <source>{file}: 带号 says zone {said}, but 中央子午线 says {meridian}°, zone {zone}. Correct one of them.</source>
   <translation>{file}：带号为 {said}，但中央子午线为 {meridian}°，即第 {zone} 带。请改正其中之一。</translation>
  </message>
  <message>
   <source>{file}: 投影类型 is “{projection}”. Only Gauss-Krüger (高斯克吕格) is checked: have the coordinates converted, then read them again.</source>
   <translation>{file}：投影类型为“{projection}”。只检测高斯克吕格投影：请换算坐标后重新读取。</translation>
  </message>
  <message>
   <source>{file}: 计量单位 is “{unit}”. Only metres (米) are read: convert the coordinates to metres.</source>
   <translation>{file}：计量单位为“{unit}”。只读取以米为单位的坐标：请换算为米。</translation>
  </message>
  <message>
   <source>{first} The same holds for {count} cells of this column, rows {rows}.</source>
   <translation>{first} 该列有 {count} 个单元格同样如此，行 {rows}。</translation>
  </message>
  <message>
   <source>{first} and {second} are to be written to the same file {path}, which holds one output. Choose two files.</source>
   <translation>{first} 和 {second} 指定了同一个文件 {path}，一个文件只能存放一项输出。请选择两个不同的文件。</translation>
  </message>
  <message>
   <source>{first}, {second}</source>
   <translation>{first}、{second}</translation>
  </message>
  <message>
   <source>{first}; {second}</source>
   <translation>{first}；{second}</translation>
  </message>
  <message>
   <source>{form}: {count} rows and blank ones written.</source>
   <translation>{form}：已写出 {count} 行及空白行。</translation>
  </message>
  <message>
   <source>{form}: {fresh} rows imported in the place of {before}; {skipped} rows of totals skipped; {bad} rows at fault.</source>
   <translation>{form}：导入 {fresh} 行，替换原有 {before} 行；跳过合计行 {skipped} 行；有问题的 {bad} 行。</translation>
  </message>
  <message>
   <source>{found} alternatives found, {wanted} asked for. Try another EFFORT or SEED, or widen the limits.</source>
   <translation>找到 {found} 个备选方案，要求 {wanted} 个。请更换 EFFORT 或 SEED，或放宽限值。</translation>
  </message>
  <message>
   <source>{found} districts instead of {wanted}.</source>
   <translation>有 {found} 个片区，应为 {wanted} 个。</translation>
  </message>
  <message>
   <source>{fresh} opinions imported, {updated} filled in; {skipped} were there already; {bad} rows at fault.</source>
   <translation>已导入意见 {fresh} 条，补充 {updated} 条；已有 {skipped} 条；有误 {bad} 行。</translation>
  </message>
  <message>
   <source>{fresh} rows imported in the place of {before}.</source>
   <translation>已导入 {fresh} 行，替换原有 {before} 行。</translation>
  </message>
  <message>
   <source>{gap} % over the best</source>
   <translation>较最好方案 {gap} %</translation>
  </message>
  <message>
   <source>{good} rows are good, {bad} bad.</source>
   <translation>{good} 行无误，{bad} 行有误。</translation>
  </message>
  <message>
   <source>{header} → {role}</source>
   <translation>{header} → {role}</translation>
  </message>
  <message>
   <source>{header}: {kind}, {topic}</source>
   <translation>{header}：{kind}，{topic}</translation>
  </message>
  <message>
   <source>{id}: {what}, {units} units, {day}</source>
   <translation>{id}：{what}，{units} 个单位，{day}</translation>
  </message>
  <message>
   <source>{indicators} indicators, not scored</source>
   <translation>{indicators} 项指标，尚未评分</translation>
  </message>
  <message>
   <source>{indicators} indicators, weights of {date}</source>
   <translation>{indicators} 项指标，权重 {date}</translation>
  </message>
  <message>
   <source>{indicator} of {unit}: {before} has more digits than are shown and counts as {after}.</source>
   <translation>{unit} 的{indicator}：{before} 的小数位多于表中位数，按 {after} 计。</translation>
  </message>
  <message>
   <source>{indicator} {name} is left out: {why}.</source>
   <translation>指标 {indicator} {name} 未计算：{why}。</translation>
  </message>
  <message>
   <source>{indicator}, {unit}: {words}</source>
   <translation>{indicator}，{unit}：{words}</translation>
  </message>
  <message>
   <source>{indicator}: nothing is known to share in proportion to below {units} ({count} units); their figures are missing. Give them, save the overlay of the control lines (land_area), or choose another BASIS.</source>
   <translation>{indicator}：{units}（共 {count} 个）的下级没有可用的分解依据，数值缺失。请直接给出数值，或保存控制线叠加结果（land_area），或另选 BASIS。</translation>
  </message>
  <message>
   <source>{indicator}: where {first} is not known, 0 or used up, proposals are in proportion to {used}.</source>
   <translation>{indicator}：{first}未知、为 0 或已用尽之处，建议值按{used}分解。</translation>
  </message>
  <message>
   <source>{indicator}: {count} figures in {measure} were converted to {wanted} and rounded to {decimals} decimals.</source>
   <translation>{indicator}：{count} 个以{measure}为单位的数值已换算为{wanted}，保留 {decimals} 位小数。</translation>
  </message>
  <message>
   <source>{indicator}: {text}</source>
   <translation>{indicator}：{text}</translation>
  </message>
  <message>
   <source>{kind} is no kind of result.</source>
   <translation>没有成果类型 {kind}。</translation>
  </message>
  <message>
   <source>{land}; {people}</source>
   <translation>{land}；{people}</translation>
  </message>
  <message>
   <source>{layer}: project {project} has no usable outline ({reason}). Draw it again, or take it out.</source>
   <translation>{layer}：项目 {project} 没有可用的范围（{reason}）。请重新绘制，或去掉该项目。</translation>
  </message>
  <message>
   <source>{layer}: the outline of project {project} crosses or touches itself; it was repaired and has {area} m² now. Check its points.</source>
   <translation>{layer}：项目 {project} 的范围自相交或自接触，已修复，现面积为 {area} 平方米。请检查界址点。</translation>
  </message>
  <message>
   <source>{layout} is no place in the 1+X+Y layout. Places are: {layouts}.</source>
   <translation>“{layout}”不是“1+X+Y”布局中的位置。可用：{layouts}。</translation>
  </message>
  <message>
   <source>{lead} {renumbered} districts have another number, {centres} units another role as a centre.</source>
   <translation>{lead}{renumbered} 个片区编号不同，{centres} 个单元的中心角色不同。</translation>
  </message>
  <message>
   <source>{level} is no level. Choose {levels}.</source>
   <translation>没有级别 {level}。可选：{levels}。</translation>
  </message>
  <message>
   <source>{lines} lines, not overlaid</source>
   <translation>{lines} 类控制线，尚未叠加</translation>
  </message>
  <message>
   <source>{lines} lines, {area} km²</source>
   <translation>{lines} 类控制线，{area} km²</translation>
  </message>
  <message>
   <source>{line}, km²</source>
   <translation>{line}（km²）</translation>
  </message>
  <message>
   <source>{low} to {high}, {direction}; {transform}{normalisation}; weight {weight}.</source>
   <translation>取值 {low} 至 {high}，{direction}；{transform}{normalisation}；权重 {weight}。</translation>
  </message>
  <message>
   <source>{margin} above {name}, the best that is not on the list</source>
   <translation>比名单外得分最高的{name}高 {margin}</translation>
  </message>
  <message>
   <source>{missing} of {asked} constraint layers could not be opened as vector layers; opened: {opened}. Check paths and layer names (on the command line repeat --CONSTRAINTS= for each layer).</source>
   <translation>{asked} 个控制线图层中有 {missing} 个无法作为矢量图层打开；已打开：{opened}。请检查路径和图层名（命令行中每个图层各写一次 --CONSTRAINTS=）。</translation>
  </message>
  <message>
   <source>{missing} of {asked} layers of {parameter} could not be opened as vector layers. Check paths and layer names (on the command line repeat --{parameter}= for each layer).</source>
   <translation>{parameter} 的 {asked} 个图层中有 {missing} 个无法作为矢量图层打开。请检查路径和图层名（命令行中对每个图层重复 --{parameter}=）。</translation>
  </message>
  <message>
   <source>{missing} of {asked} layers of {parameter} could not be opened as vector layers; opened: {opened}. Check paths and layer names (on the command line repeat --{parameter}= for each layer).</source>
   <translation>{parameter} 的 {asked} 个图层中有 {missing} 个无法作为矢量图层打开；已打开：{opened}。请检查路径和图层名（命令行中每个图层重复一次 --{parameter}=）。</translation>
  </message>
  <message>
   <source>{moved} of {count} ranks differ</source>
   <translation>{count} 个位次中 {moved} 个有变化</translation>
  </message>
  <message>
   <source>{moves} moves by hand</source>
   <translation>人工调整 {moves} 次</translation>
  </message>
  <message>
   <source>{move} {membership}</source>
   <translation>{move}{membership}</translation>
  </message>
  <message>
   <source>{names}</source>
   <translation>{names}</translation>
  </message>
  <message>
   <source>{names} agree only with changes: close it as passed with changes, or let them sign again.</source>
   <translation>{names} 要求修改后方可同意：请以“修改后通过”结束，或请其重新签署。</translation>
  </message>
  <message>
   <source>{names} and {count} more</source>
   <translation>{names}等（另 {count} 个）</translation>
  </message>
  <message>
   <source>{names} disagree: return the round, or let them sign again after the change.</source>
   <translation>{names} 不同意：请退回，或修改后请其重新签署。</translation>
  </message>
  <message>
   <source>{names} is missing</source>
   <translation>缺少 {names}</translation>
  </message>
  <message>
   <source>{names}: consistency ratio {ratio} (to be below {limit}), {used}.</source>
   <translation>{names}：一致性比例 {ratio}（须小于 {limit}），{used}。</translation>
  </message>
  <message>
   <source>{names}: the lower limit {low} is above the upper limit {high}.</source>
   <translation>{names}：下限 {low} 大于上限 {high}。</translation>
  </message>
  <message>
   <source>{name} ({told})</source>
   <translation>{name}（{told}）</translation>
  </message>
  <message>
   <source>{name} and {other} are equally near; the lower code is taken</source>
   <translation>{name}与{other}同样近，按代码在前者取定</translation>
  </message>
  <message>
   <source>{name} has not signed round {number}.</source>
   <translation>{name} 未签署第 {number} 轮。</translation>
  </message>
  <message>
   <source>{name} has signed. Withdraw the signature first, then take it out.</source>
   <translation>{name} 已签署。请先撤回签署，再移出。</translation>
  </message>
  <message>
   <source>{name} is its district's only town</source>
   <translation>{name}是所在片区唯一的中心镇</translation>
  </message>
  <message>
   <source>{name} is the nearest of {count}: {travel} km, {other} {further} km</source>
   <translation>{count} 个中心中{name}最近：{travel} km；{other} {further} km</translation>
  </message>
  <message>
   <source>{name} is the nearest of {count}: {travel} min, {other} {further} min</source>
   <translation>{count} 个中心中{name}最近：行程 {travel} 分钟；{other} {further} 分钟</translation>
  </message>
  <message>
   <source>{name} is the only central village of village district {district}</source>
   <translation>{name}是村级片区 {district} 唯一的中心村</translation>
  </message>
  <message>
   <source>{name} is there twice</source>
   <translation>{name} 重复出现</translation>
  </message>
  <message>
   <source>{name} may be any of {count} units. Add a column with the township or the code, or say in the answer file which is meant.{near}</source>
   <translation>{name}可能是 {count} 个单位中的任一个。请加一列乡镇或代码，或在答复文件中说明是哪一个。{near}</translation>
  </message>
  <message>
   <source>{name} may be {near}. Give the township, or the code.</source>
   <translation>{name} 可能是 {near}。请补上所属乡镇或代码。</translation>
  </message>
  <message>
   <source>{name} preferred (merit {merit}, {margin} more): it is {by}</source>
   <translation>片区选定{name}（优势度 {merit}，高出 {margin}），其{by}</translation>
  </message>
  <message>
   <source>{name} preferred: no way leads from here to the others of the district</source>
   <translation>优先选择 {name}：从此处无路通往片区内其他单元</translation>
  </message>
  <message>
   <source>{name} preferred: same merit, lower code</source>
   <translation>片区选定{name}：优势度相同，代码在前</translation>
  </message>
  <message>
   <source>{name} takes no part in round {number}. Participants: {names}.</source>
   <translation>{name} 不参加第 {number} 轮。参加单位：{names}。</translation>
  </message>
  <message>
   <source>{name} takes part twice. Name it once.</source>
   <translation>{name} 重复。请只列一次。</translation>
  </message>
  <message>
   <source>{name} was fixed by the user</source>
   <translation>片区中心由用户指定为{name}</translation>
  </message>
  <message>
   <source>{name} was taken as {known}.</source>
   <translation>{name}按{known}取用。</translation>
  </message>
  <message>
   <source>{name} would draw level if its {criterion} were {after} instead of {before}</source>
   <translation>{name}的{criterion}若由 {before} 变为 {after}，即可与之持平</translation>
  </message>
  <message>
   <source>{name} would draw level with it only without {criterion}</source>
   <translation>只有完全不计“{criterion}”，{name}才与之持平</translation>
  </message>
  <message>
   <source>{name} would go before it if the weight of {criterion} fell from {before} below {after}</source>
   <translation>若“{criterion}”的权重由 {before} 降至 {after} 以下，则{name}居前</translation>
  </message>
  <message>
   <source>{name} would go before it if the weight of {criterion} rose from {before} above {after}</source>
   <translation>若“{criterion}”的权重由 {before} 升至 {after} 以上，则{name}居前</translation>
  </message>
  <message>
   <source>{name}: rank {rank}, score {score}</source>
   <translation>{name}：第 {rank} 位，得分 {score}</translation>
  </message>
  <message>
   <source>{name}: the highest score</source>
   <translation>{name}：综合得分最高</translation>
  </message>
  <message>
   <source>{name}: the shortest way to the county seat</source>
   <translation>{name}：到县城行车时间最短</translation>
  </message>
  <message>
   <source>{number} {name}</source>
   <translation>第{number}轮 {name}</translation>
  </message>
  <message>
   <source>{one} {two}</source>
   <translation>{one}{two}</translation>
  </message>
  <message>
   <source>{one}, {two}</source>
   <translation>{one}、{two}</translation>
  </message>
  <message>
   <source>{one}; {two}</source>
   <translation>{one}；{two}</translation>
  </message>
  <message>
   <source>{pages} layouts are in the project</source>
   <translation>工程中已有 {pages} 个布局</translation>
  </message>
  <message>
   <source>{pages} layouts are in the project. Change them by hand as you like, and save the project.</source>
   <translation>工程中已有 {pages} 个打印布局。可按需手工修改，改后请保存工程。</translation>
  </message>
  <message>
   <source>{pages} pages written to {path}</source>
   <translation>已输出 {pages} 页：{path}</translation>
  </message>
  <message>
   <source>{page}: changed by hand, which is kept</source>
   <translation>{page}：有人工修改，已保留</translation>
  </message>
  <message>
   <source>{page}: written by hand and left as it is, whatever the plan says: {items}</source>
   <translation>{page}：以下内容为人工改写，保持原样，不随方案更新：{items}</translation>
  </message>
  <message>
   <source>{pairs}: not compared yet. Judge each of these pairs.</source>
   <translation>{pairs}：尚未比较，请逐对给出判断。</translation>
  </message>
  <message>
   <source>{parameter} does not know {value}. Choose one of: {choices}.</source>
   <translation>{parameter} 不支持 {value}。可选：{choices}。</translation>
  </message>
  <message>
   <source>{parameter} is empty. Choose a layer, or a planning database that holds it.</source>
   <translation>{parameter} 为空。请选择图层，或含有该图层的规划数据库。</translation>
  </message>
  <message>
   <source>{parameter} names {fields}, not among the indicator fields. Add them there, or take them out here.</source>
   <translation>{parameter} 中的 {fields} 不在指标字段之列。请在指标字段中加入，或从此处去掉。</translation>
  </message>
  <message>
   <source>{parameter}: {missing} of {asked} layers could not be opened as vector layers; opened: {opened}. Check paths and layer names (on the command line repeat --{parameter}= for each layer).</source>
   <translation>{parameter}：{asked} 个图层中有 {missing} 个无法作为矢量图层打开；已打开：{opened}。请检查路径和图层名（命令行中每个图层重复一次 --{parameter}=）。</translation>
  </message>
  <message>
   <source>{parameter}: {path} holds an input of this run and would be replaced with all its layers. Choose another file.</source>
   <translation>{parameter}：{path} 中有本次运行的输入图层，写入会连同其全部图层一起被替换。请另选文件。</translation>
  </message>
  <message>
   <source>{parameter}: {value} cannot be chosen. Choose from: {known}.</source>
   <translation>{parameter}：不能选择“{value}”。可选值：{known}。</translation>
  </message>
  <message>
   <source>{path} cannot be opened. Check that you may read it and that its folder is reachable.</source>
   <translation>{path} 无法打开。请检查读取权限，以及其文件夹是否可以访问。</translation>
  </message>
  <message>
   <source>{path} cannot be read ({reason}). Choose another file.</source>
   <translation>{path} 无法读取（{reason}）。请另选文件。</translation>
  </message>
  <message>
   <source>{path} cannot be read: {reason}.</source>
   <translation>无法读取 {path}：{reason}。</translation>
  </message>
  <message>
   <source>{path} cannot be written: the file or its folder is read-only. Copy it to a folder of your own.</source>
   <translation>{path} 无法写入：文件或其文件夹为只读。请复制到您自己的文件夹。</translation>
  </message>
  <message>
   <source>{path} cannot be written: the folder is read-only or the file is open in another program. Close it or choose another folder.</source>
   <translation>无法写入 {path}：文件夹为只读，或文件正被其他程序打开。请关闭该文件或另选文件夹。</translation>
  </message>
  <message>
   <source>{path} exists already.</source>
   <translation>{path} 已存在。</translation>
  </message>
  <message>
   <source>{path} has no current plan. Save an assignment first, or name the plan.</source>
   <translation>{path} 没有当前方案。请先保存片区归属，或指定方案。</translation>
  </message>
  <message>
   <source>{path} has no townships to draw. Import the township layer first.</source>
   <translation>{path} 中没有可绘制的乡镇。请先导入乡镇图层。</translation>
  </message>
  <message>
   <source>{path} is a folder. Give the name of a file.</source>
   <translation>{path} 是文件夹。请给出文件名。</translation>
  </message>
  <message>
   <source>{path} is being written by another program. Save or close it there, then run again.</source>
   <translation>{path} 正被其他程序写入。请在该程序中保存或关闭后重新运行。</translation>
  </message>
  <message>
   <source>{path} is not a planning database. Choose a file made by importcounty.</source>
   <translation>{path} 不是规划数据库。请选择由 importcounty 生成的文件。</translation>
  </message>
  <message>
   <source>{path} is open in a spreadsheet program. Close it there and run again (if it is not open, delete the file {lock} beside it).</source>
   <translation>{path} 正在表格软件中打开。请关闭后重新运行（如并未打开，请删除其旁的文件 {lock}）。</translation>
  </message>
  <message>
   <source>{path} is open in another program. Remove its layers from the project or close that program, then run again.</source>
   <translation>{path} 已在其他程序中打开。请从工程中移除其图层或关闭该程序后重新运行。</translation>
  </message>
  <message>
   <source>{path} is the open project. Leave PROJECT_OUTPUT empty to use it.</source>
   <translation>{path} 就是当前打开的工程。要用它，请将 PROJECT_OUTPUT 留空。</translation>
  </message>
  <message>
   <source>{path} is the planning database itself. Choose another file.</source>
   <translation>{path} 就是规划数据库本身，请选择其他文件。</translation>
  </message>
  <message>
   <source>{path} was made by a newer Village Planner (schema {found}, this plugin {known}). Update the plugin.</source>
   <translation>{path} 由更新版本的 Village Planner 生成（数据库版本 {found}，本插件 {known}）。请更新插件。</translation>
  </message>
  <message>
   <source>{path} was made by an older Village Planner (schema {found}) and must be updated, but may not be written. Copy it to a folder of your own and open it there.</source>
   <translation>{path} 由较早版本的 Village Planner 生成（数据库版本 {found}），需要升级，但不可写入。请复制到您自己的文件夹后打开。</translation>
  </message>
  <message>
   <source>{path}: the ending must be one of {formats}.</source>
   <translation>{path}：扩展名必须是 {formats} 之一。</translation>
  </message>
  <message>
   <source>{path}: {reason}</source>
   <translation>{path}：{reason}</translation>
  </message>
  <message>
   <source>{people} people</source>
   <translation>{people} 人</translation>
  </message>
  <message>
   <source>{place}: a column without a header names {other}, the row is of {unit}; the row is not taken. Give the column a header (乡镇名称, 村名), or mend the name.</source>
   <translation>{place}：无表头的一列写的是“{other}”，而该行属于“{unit}”；该行未采用。请为该列加上表头（乡镇名称、村名），或改正名称。</translation>
  </message>
  <message>
   <source>{place}: the figure says {given}, the header {header}; the cell’s unit was taken. See that it is right.</source>
   <translation>{place}：数值后写的是{given}，表头写的是{header}，已按单元格的计量单位取用。请核对。</translation>
  </message>
  <message>
   <source>{place}: the row has figures but names no unit; it is not taken. Write the unit's name or code into it.</source>
   <translation>{place}：该行有数值但没有单位名称，未取用。请填写单位名称或代码。</translation>
  </message>
  <message>
   <source>{place}: the row is of {row}, the column of {column}; the figure is not taken. Mend the year.</source>
   <translation>{place}：该行是 {row} 年，该列是 {column} 年，未取用。请改正年份。</translation>
  </message>
  <message>
   <source>{place}: {given} cannot be converted to {wanted}, the unit of {indicator}. Mend the cell.</source>
   <translation>{place}：{given}不能换算为{indicator}的计量单位{wanted}。请改正该单元格。</translation>
  </message>
  <message>
   <source>{place}: {indicator} cannot be negative ({value}). Mend the figure.</source>
   <translation>{place}：{indicator}不能为负数（{value}）。请改正。</translation>
  </message>
  <message>
   <source>{place}: {indicator} is counted in {unit} and cannot be {value}. Mend the figure, or the unit in the header.</source>
   <translation>{place}：{indicator}以{unit}计数，不能为 {value}。请改正数值，或改正表头的计量单位。</translation>
  </message>
  <message>
   <source>{place}: {text}</source>
   <translation>{place}：{text}</translation>
  </message>
  <message>
   <source>{place}: {township} has {total}, its {count} villages on the sheet sum to {sum} (difference {difference}). See which is right.</source>
   <translation>{place}：{township}为 {total}，表中其 {count} 个村之和为 {sum}（相差 {difference}）。请核对哪个正确。</translation>
  </message>
  <message>
   <source>{place}: {unit} has different figures of {indicator} ({values}) in {places}; none is taken. Delete the wrong ones.</source>
   <translation>{place}：{unit}的{indicator}在 {places} 有不同的数值（{values}），都未取用。请删去错误的。</translation>
  </message>
  <message>
   <source>{place}: {unit}, {indicator}: the same figure stands elsewhere, too. See that the row or column is not there twice by mistake.</source>
   <translation>{place}：{unit}的{indicator}，别处有相同的数值。请核对是否误将行或列重复。</translation>
  </message>
  <message>
   <source>{place}: {value} beside figures like {other}: it is probably in another unit. It is not taken. Mend the figure, or settle the cell in the answer file.</source>
   <translation>{place}：{value} 与其他数值（如 {other}）相差悬殊，可能用了别的计量单位，未取用。请改正，或在答复文件中确定该单元格。</translation>
  </message>
  <message>
   <source>{place}: {value} beside figures like {other}: it may be a fraction for {percent} %. It is not taken. Enter percent.</source>
   <translation>{place}：{value} 与其他数值（如 {other}）不一致，可能是 {percent}% 写成了小数，未取用。请填百分数。</translation>
  </message>
  <message>
   <source>{place}: {value} in a column of {unit}: it is not clear whether the multiple counts twice. Enter the plain figure.</source>
   <translation>{place}：{value}所在列的计量单位是{unit}，不能确定倍数是否重复。请填不带倍数的数值。</translation>
  </message>
  <message>
   <source>{place}: {value} is no year; the row is not taken. Enter the year with four digits.</source>
   <translation>{place}：{value} 不是年份，该行未取用。请填四位数的年份。</translation>
  </message>
  <message>
   <source>{place}: {value} {unit} is not plausible for {indicator} ({low} to {high}); it is not taken. Check the figure and the unit in the header.</source>
   <translation>{place}：{indicator}为 {value} {unit} 不合理（{low} 至 {high}），未取用。请核对数值和表头的计量单位。</translation>
  </message>
  <message>
   <source>{place}: “{label}” of “{header}” could not be compared with the figures, as not all of them are certain.</source>
   <translation>{place}：“{header}”的“{label}”未能与各行之和核对，因为有的数值不确定。</translation>
  </message>
  <message>
   <source>{place}: “{label}” of “{header}” is {total}, but the figures sum to {sum} (difference {difference}). One of them is wrong, or a unit is missing.</source>
   <translation>{place}：“{header}”的“{label}”为 {total}，各行之和为 {sum}（相差 {difference}）。其中有一个数有误，或缺少单位。</translation>
  </message>
  <message>
   <source>{plan} (in hand)</source>
   <translation>{plan}（当前）</translation>
  </message>
  <message>
   <source>{plan} › {snapshot} ({when})</source>
   <translation>{plan} › {snapshot}（{when}）</translation>
  </message>
  <message>
   <source>{plan}: {title}: {area} m² ({share} %). {action} (basis: {basis}).</source>
   <translation>{plan}：{title} {area} 平方米（{share}%）。{action}（依据：{basis}）。</translation>
  </message>
  <message>
   <source>{problem} They were kept.</source>
   <translation>{problem}这些判断仍予保留。</translation>
  </message>
  <message>
   <source>{problem} They were left out.</source>
   <translation>{problem}这些判断已剔除。</translation>
  </message>
  <message>
   <source>{reached} % of the construction quota are kept for rural use, at least {percent} % are asked for</source>
   <translation>建设用地指标中用于乡村的占 {reached}%，要求不低于 {percent}%</translation>
  </message>
  <message>
   <source>{reason} ({count} units)</source>
   <translation>{reason}（{count} 个单元）</translation>
  </message>
  <message>
   <source>{reason} It is proven that {below} % TOLERANCE does not do either; the least whole number to try is {least} %.</source>
   <translation>{reason}已证明 TOLERANCE（容差）取 {below} % 仍无解；可尝试的最小整数为 {least} %。</translation>
  </message>
  <message>
   <source>{reason} No TOLERANCE, however wide, is enough without another change.</source>
   <translation>{reason}无论 TOLERANCE（容差）放多宽，不改其他条件都无法满足。</translation>
  </message>
  <message>
   <source>{reason} The limits cannot be kept in these parents either: {parents}.</source>
   <translation>{reason}以下上级片区同样无法满足限制：{parents}。</translation>
  </message>
  <message>
   <source>{reason} The search ended at the limit of time ({minutes:g} min); it may need more.</source>
   <translation>{reason}搜索已到时限（{minutes:g} 分钟）而结束，可能需要更多时间。</translation>
  </message>
  <message>
   <source>{role} is no role of a unit of this level. Roles are {roles}; leave the cell empty for none.</source>
   <translation>{role} 不是本级单元的角色。可用角色为 {roles}；没有角色请留空。</translation>
  </message>
  <message>
   <source>{role} is no role. Roles are: {roles}.</source>
   <translation>没有角色 {role}。可用角色：{roles}。</translation>
  </message>
  <message>
   <source>{row} against {column} is given as {there} and as {back}. Keep one of them.</source>
   <translation>{row} 对 {column} 同时给出 {there} 和 {back}。请只保留一个。</translation>
  </message>
  <message>
   <source>{row} against {column} is {there}, but {column} against {row} is {back}: one must be 1 divided by the other. Correct one of them or leave it out.</source>
   <translation>{row} 对 {column} 为 {there}，{column} 对 {row} 为 {back}，两者应互为倒数。请改正或删去其中之一。</translation>
  </message>
  <message>
   <source>{row} against {column} is {value}. A judgement is a number from 1 to 9, or 1/2 to 1/9.</source>
   <translation>{row} 对 {column} 为 {value}。判断值应为 1 至 9，或 1/2 至 1/9。</translation>
  </message>
  <message>
   <source>{rule}: {count}</source>
   <translation>{rule}：{count}</translation>
  </message>
  <message>
   <source>{rule}: {figures}</source>
   <translation>{rule}：{figures}</translation>
  </message>
  <message>
   <source>{saved} values saved; {kept} figures that were there stay.</source>
   <translation>已保存 {saved} 个指标值；保留已有数值 {kept} 个。</translation>
  </message>
  <message>
   <source>{sheet}!{cell}: the form has no column “{column}”; it is not taken.</source>
   <translation>{sheet}!{cell}：本填报表没有“{column}”列，该列未导入。</translation>
  </message>
  <message>
   <source>{signed} of {all} have signed; missing: {names}.</source>
   <translation>已签署 {signed}/{all}，尚缺：{names}。</translation>
  </message>
  <message>
   <source>{step} (undone)</source>
   <translation>{step}（已撤销）</translation>
  </message>
  <message>
   <source>{table} gives no unit a district. Choose another table.</source>
   <translation>{table} 没有给任何单元指定片区，请选择其他表格。</translation>
  </message>
  <message>
   <source>{table} has no field for {target} that is known by name ({aliases} …). Its fields are: {fields}. Rename one, or choose it.</source>
   <translation>{table} 没有可按名称识别为 {target} 的字段（{aliases} 等）。现有字段：{fields}。请改名或指定字段。</translation>
  </message>
  <message>
   <source>{table} has the codes of another year: its names are the county's, its codes are not ({count} bad rows, see the log and ERRORS). Nothing was written. Read it by name (MATCH=name).</source>
   <translation>{table} 用的是其他年份的代码：名称属于本县，代码不是（{count} 行有误，见日志和 ERRORS）。未写入任何内容。请按名称读取（MATCH=name）。</translation>
  </message>
  <message>
   <source>{table} has {count} bad rows (see the log and ERRORS); nothing was written. Mend them, or leave them out (ON_ERROR=certain).</source>
   <translation>{table} 有 {count} 行有误（见日志和 ERRORS），未写入任何内容。请改正，或略过这些行（ON_ERROR=certain）。</translation>
  </message>
  <message>
   <source>{table} has {count} bad rows, and {missing} units are not in it (see the log and ERRORS); nothing was written. Mend it, or leave them out (ON_ERROR=certain).</source>
   <translation>{table}有{count}行有误，另有{missing}个单元不在表中（见日志和 ERRORS）；未写入任何内容。请改正，或略过（ON_ERROR=certain）。</translation>
  </message>
  <message>
   <source>{table}: fields taken as {taken}.</source>
   <translation>{table}：字段识别为 {taken}。</translation>
  </message>
  <message>
   <source>{text} – out of date</source>
   <translation>{text}——已过时</translation>
  </message>
  <message>
   <source>{ticked} of {all} ticked</source>
   <translation>已勾选 {ticked}/{all}</translation>
  </message>
  <message>
   <source>{title} ({line}): {area} m² ({share} %). {action} (basis: {basis}).</source>
   <translation>{title}（{line}）{area} 平方米（{share}%）。{action}（依据：{basis}）。</translation>
  </message>
  <message>
   <source>{title}: {area} m² ({share} %). {action} (basis: {basis}).</source>
   <translation>{title} {area} 平方米（{share}%）。{action}（依据：{basis}）。</translation>
  </message>
  <message>
   <source>{title}: {count} ({names}). {action} (basis: {basis}).</source>
   <translation>{title} {count} 处（{names}）。{action}（依据：{basis}）。</translation>
  </message>
  <message>
   <source>{title}; due {date}</source>
   <translation>{title}；期限 {date}</translation>
  </message>
  <message>
   <source>{townships} + {villages}</source>
   <translation>{townships} + {villages}</translation>
  </message>
  <message>
   <source>{townships} + {villages}, population within {deviation} %</source>
   <translation>{townships} + {villages}，人口偏差 {deviation} % 以内</translation>
  </message>
  <message>
   <source>{townships} townships lie in another township district, {villages} villages in another village district.</source>
   <translation>{townships}个乡镇所属镇级片区不同，{villages}个村所属村级片区不同。</translation>
  </message>
  <message>
   <source>{township} has no {name}. Mend the township or the name, or say in the answer file which unit is meant.{near}</source>
   <translation>{township}没有{name}。请改正乡镇或名称，或在答复文件中说明是哪个单位。{near}</translation>
  </message>
  <message>
   <source>{units} of district {district} border no unlocked district of the same parent. Unlock a neighbour, or dissolve the district into nothing and draw there again.</source>
   <translation>片区 {district} 的 {units} 不与同一上级片区内未锁定的片区相邻。请解锁相邻片区，或撤销该片区并将其单元置为未划定，再重新划定。</translation>
  </message>
  <message>
   <source>{units} units with {people:,.0f} people and {area:,.2f} ha move.</source>
   <translation>{units} 个单元变动，共 {people:,.0f} 人、{area:,.2f} 公顷。</translation>
  </message>
  <message>
   <source>{units} units with {people:,} people lie in another district.</source>
   <translation>{units} 个单元（{people:,} 人）所属片区不同。</translation>
  </message>
  <message>
   <source>{units} units, {indicators} indicators; weighting {weighting}, aggregation {aggregation}; weighted sum and TOPSIS agree with Kendall’s τ = {tau}.</source>
   <translation>{units} 个单元，{indicators} 个指标；赋权：{weighting}；综合方法：{aggregation}；加权求和与 TOPSIS 位次的肯德尔 τ = {tau}。</translation>
  </message>
  <message>
   <source>{units}, cut off from district {district}, border no other district of the same parent. Draw what lies between, or leave them as an exclave.</source>
   <translation>{units} 与片区 {district} 主体分离，且不与同一上级片区内的其他片区相邻。请划入中间的单元，或保留为飞地。</translation>
  </message>
  <message>
   <source>{units}, cut off from district {district}, border only locked districts or another township district. Unlock one of them, then restore contiguity.</source>
   <translation>{units} 与片区 {district} 主体分离，且仅与已锁定的片区或其他镇级片区相邻。请解锁其中之一，再恢复连片。</translation>
  </message>
  <message>
   <source>{units}, {people} people → {goal}, {shape}, {cost}</source>
   <translation>{units}，{people} 人 → {goal}，{shape}，{cost}</translation>
  </message>
  <message>
   <source>{unit} is a township, and the table is read as one of villages. Choose the level of townships, or give the codes of villages.</source>
   <translation>{unit} 是乡镇，而表格按村级读取。请选择乡镇级，或改用村代码。</translation>
  </message>
  <message>
   <source>{unit} is a village, and the table is read as one of townships. Choose the level of villages, or give the codes of townships.</source>
   <translation>{unit} 是村，而表格按乡镇级读取。请选择村级，或改用乡镇代码。</translation>
  </message>
  <message>
   <source>{unit} is no unit of area. Enter the area in ha, 亩 or m².</source>
   <translation>{unit} 不是面积单位。请以公顷、亩或平方米填写面积。</translation>
  </message>
  <message>
   <source>{unit} lies in township district {parent}, village district {district} in {home}. A village district never crosses a township district: give the village a district of {parent}.</source>
   <translation>{unit} 位于镇级片区 {parent}，村级片区 {district} 位于 {home}。村级片区不得跨镇级片区：请给该村指定 {parent} 的片区。</translation>
  </message>
  <message>
   <source>{unit} of layer {layer}: its {parts} sum to {sum:,.2f} m², its control area is {control:,.2f} m². The difference of {percent:.2f} % is more than the {most:g} % that may be balanced ({count} units in all). Check the layer, the field and its unit of measure (m², not hectares), or allow a greater difference.</source>
   <translation>图层 {layer} 的 {unit}：其{parts}面积合计 {sum:,.2f} 平方米，控制面积为 {control:,.2f} 平方米，相差 {percent:.2f}%，超过允许平差的 {most:g}%（此类单元共 {count} 个）。请检查图层、字段及其计量单位（应为平方米，而非公顷），或放宽允许差值。</translation>
  </message>
  <message>
   <source>{unit} would go from district {before} to {district}, of which {locked} is locked. Unlock it, or leave the unit where it is.</source>
   <translation>{unit} 将从片区 {before} 调到 {district}，其中 {locked} 已锁定。请解锁，或让该单元保持不变。</translation>
  </message>
  <message>
   <source>{unit}, {people} people, district {district}</source>
   <translation>{unit}，{people} 人，片区 {district}</translation>
  </message>
  <message>
   <source>{unit}: centre of district {district}. Drag it to another unit.</source>
   <translation>{unit}：片区 {district} 的中心。可拖到另一单元。</translation>
  </message>
  <message>
   <source>{unit}: district {first} in A, {second} in B</source>
   <translation>{unit}：甲方案片区 {first}，乙方案片区 {second}</translation>
  </message>
  <message>
   <source>{unit}: {what}: {left} against {right} {measure}; see sheet “数据核对”.</source>
   <translation>{unit}：{what}：{left} 与 {right} {measure}；见“数据核对”表。</translation>
  </message>
  <message>
   <source>{value} breaks the rule {rule}: {wanted}</source>
   <translation>{value} 不符合规则 {rule}：{wanted}</translation>
  </message>
  <message>
   <source>{value} is a date: a figure like 3.5 or 3-5 was probably turned into one. Format the cell as number and enter the figure again.</source>
   <translation>{value} 是日期：可能是 3.5 或 3-5 这样的数被自动变成了日期。请把单元格格式设为数值，重新填写。</translation>
  </message>
  <message>
   <source>{value} is a district of both levels. Write 镇级 or 村级 before it, or into the header of the column.</source>
   <translation>{value} 在镇级片区和村级片区中都有。请在其前面或列标题中写明“镇级”或“村级”。</translation>
  </message>
  <message>
   <source>{value} is no date. Write it with year, month and day, such as 2026年3月5日.</source>
   <translation>“{value}”不是日期。请写明年、月、日，如 2026年3月5日。</translation>
  </message>
  <message>
   <source>{value} is no decision. Write 采纳, 部分采纳 or 不采纳, or leave it empty.</source>
   <translation>“{value}”不是采纳情况。请填写采纳、部分采纳或不采纳，或留空。</translation>
  </message>
  <message>
   <source>{value} is no kind of source. Write one of {choices}.</source>
   <translation>“{value}”不是来源类别。请从 {choices} 中选填。</translation>
  </message>
  <message>
   <source>{value} is no review round. Write its number, such as 1.</source>
   <translation>“{value}”不是评审轮次。请填写轮次数字，如 1。</translation>
  </message>
  <message>
   <source>{value} is not a number. Enter the figure.</source>
   <translation>{value} 不是数值。请填数值。</translation>
  </message>
  <message>
   <source>{value} is not one of {choices}</source>
   <translation>{value} 不在可选值之内（{choices}）</translation>
  </message>
  <message>
   <source>{value} must begin with a letter and hold only letters, digits and _</source>
   <translation>{value} 须以字母开头，且只含字母、数字和下划线</translation>
  </message>
  <message>
   <source>{villages} villages, not checked</source>
   <translation>{villages} 个村（社区），尚未检查</translation>
  </message>
  <message>
   <source>{villages} villages, {findings} findings</source>
   <translation>{villages} 个村（社区），{findings} 条问题</translation>
  </message>
  <message>
   <source>{village}: by the rules again</source>
   <translation>{village}：重新按规则</translation>
  </message>
  <message>
   <source>{village}: {type}</source>
   <translation>{village}：{type}</translation>
  </message>
  <message>
   <source>{what} ({when})</source>
   <translation>{what}（{when}）</translation>
  </message>
  <message>
   <source>{what} is given more than once ({count} such rows). Keep one of them.</source>
   <translation>{what} 重复给出（共 {count} 行重复）。请只保留一个。</translation>
  </message>
  <message>
   <source>{what}, {count} units</source>
   <translation>{what}，{count} 个单元</translation>
  </message>
  <message>
   <source>{what}: {about}</source>
   <translation>{what}：{about}</translation>
  </message>
  <message>
   <source>{word}: {sentence}</source>
   <translation>{word}：{sentence}</translation>
  </message>
  <message>
   <source>“{date}” is no date. Write it as year-month-day, e.g. 2026-03-05.</source>
   <translation>“{date}”不是日期。请按“年-月-日”填写，如 2026-03-05。</translation>
  </message>
  <message>
   <source>“{header}” has no figures at all.</source>
   <translation>“{header}”一个数值也没有。</translation>
  </message>
  <message>
   <source>“{header}” holds no figures and is left out.</source>
   <translation>“{header}”没有数值，未取用。</translation>
  </message>
  <message>
   <source>“{header}” is hidden; it was read like the others. See that its figures are meant.</source>
   <translation>“{header}”是隐藏列，与其他列一样已读取。请核对这些数值是否应当取用。</translation>
  </message>
  <message>
   <source>“{header}” is left out, as answered.</source>
   <translation>按答复，不取“{header}”。</translation>
  </message>
  <message>
   <source>“{header}” is no indicator of the units in {count} rows (rows {rows}); these are not taken.</source>
   <translation>“{header}”不是 {count} 行（行 {rows}）所列单位的指标，未取用。</translation>
  </message>
  <message>
   <source>“{header}” is no indicator that is known; its figures are not taken. Say in the answer file which it is.{near}</source>
   <translation>“{header}”不是已知的指标，该列未取用。请在答复文件中说明它是哪个指标。{near}</translation>
  </message>
  <message>
   <source>“{header}” may be in any of the units above the table ({units}); its figures are not taken. Write the unit into the header.</source>
   <translation>“{header}”可能是表上方所列任一计量单位（{units}），未取用。请在表头写明计量单位。</translation>
  </message>
  <message>
   <source>“{header}” names several years ({years}); its figures are not taken. Leave one year in the header.</source>
   <translation>“{header}”有多个年份（{years}），未取用。表头中请只留一个年份。</translation>
  </message>
  <message>
   <source>“{header}” says no unit of measure, and its figures do not tell whether it is {unit}; they are not taken. Write the unit into the header, or say it in the answer file.</source>
   <translation>“{header}”没有写计量单位，从数值也看不出是不是{unit}，该列未取用。请在表头写明计量单位，或在答复文件中说明。</translation>
  </message>
  <message>
   <source>“{header}” says no unit of measure; {unit} is the only one that makes its figures plausible and was taken. Write the unit into the header.</source>
   <translation>“{header}”没有写计量单位；只有按{unit}计数值才合理，已按此取用。请在表头写明计量单位。</translation>
  </message>
  <message>
   <source>“{header}”: {count} cells are blank (rows {rows}); they stay without a figure.</source>
   <translation>“{header}”：{count} 个单元格空白（行 {rows}），没有数值。</translation>
  </message>
  <message>
   <source>“{header}”: {count} cells say that there is no figure (rows {rows}); they stay without one.</source>
   <translation>“{header}”：{count} 个单元格注明没有数据（行 {rows}），没有数值。</translation>
  </message>
  <message>
   <source>“{header}”: {count} cells say that there is none (rows {rows}); they are left without a figure. Enter 0 where zero is meant.</source>
   <translation>“{header}”：{count} 个单元格写着“无”（行 {rows}），未填数值。如果是零，请填 0。</translation>
  </message>
  <message>
   <source>“{header}”: {count} figures are not of {asked} ({years}); they are left out.</source>
   <translation>“{header}”：{count} 个数值不是 {asked} 年的（{years}），未取用。</translation>
  </message>
  <message>
   <source>“{header}”: {count} of {all} figures are not plausible, so the others are not taken either. Check the unit in the header.</source>
   <translation>“{header}”：{all} 个数值中有 {count} 个不合理，其余的也未取用。请核对表头的计量单位。</translation>
  </message>
  <message>
   <source>“{header}”: {count} of {all} figures lie between 0 and 1: 0.85 may mean 0.85 % or 85 %. The column is not taken. Enter percent, or say in the answer file whether they are fractions.</source>
   <translation>“{header}”：{all} 个数值中有 {count} 个在 0 与 1 之间，0.85 可能是 0.85%，也可能是 85%。该列未取用。请填百分数，或在答复文件中说明是否为小数。</translation>
  </message>
  <message>
   <source>“{header}”: {given} cannot be converted to {wanted}, the unit of {indicator}; its figures are not taken. Mend the unit in the header, or say in the answer file which indicator and unit it is.</source>
   <translation>“{header}”：{given}不能换算为{indicator}的计量单位{wanted}，未取用。请改正表头的计量单位，或在答复文件中说明指标和计量单位。</translation>
  </message>
  <message>
   <source>“{header}”: “{word}” makes another figure of {indicator}; it is not taken. Say in the answer file which indicator it is.</source>
   <translation>“{header}”：因有“{word}”，与{indicator}含义不同，未取用。请在答复文件中说明它是哪个指标。</translation>
  </message>
  <message>
   <source>“{label}” is a row of totals and not a unit.</source>
   <translation>“{label}”是合计行，不是单位。</translation>
  </message>
  <message>
   <source>“{label}” is left out, as answered.</source>
   <translation>按答复，不取“{label}”。</translation>
  </message>
  <message>
   <source>“{label}” was read as a note.</source>
   <translation>“{label}”按注释处理。</translation>
  </message>
  <message>
   <source>“{rule}” ({type}) holds as well</source>
   <translation>同时符合“{rule}”（{type}）</translation>
  </message>
  <message>
   <source>“{text}” holds a comma or a line break, which part the fields of a boundary-point file. Take it out.</source>
   <translation>“{text}”中含有逗号或换行，会使界址点文件的字段错位。请去掉。</translation>
  </message>
  <message>
   <source>“{text}” is no figure from 0. Enter a number, or nothing for a proposal.</source>
   <translation>“{text}”不是不小于 0 的数值。请输入数字，或留空由系统建议。</translation>
  </message>
  <message>
   <source>“{text}” is no judgement: give a number from 1 to 9, or 1/2 to 1/9.</source>
   <translation>“{text}”不是有效判断：请输入 1 至 9，或 1/2 至 1/9。</translation>
  </message>
  <message>
   <source>“{text}” is no number. Enter a number, or yes or no.</source>
   <translation>“{text}”不是数字。请输入数字，或“是”“否”。</translation>
  </message>
  <message>
   <source>“{text}” is no unit or district of the plan. Choose one from the list, or draw a point.</source>
   <translation>“{text}”不是方案中的单位或片区。请从列表选择，或在图上点出位置。</translation>
  </message>
  <message>
   <source>“{text}” may be {percent} %. Enter {percent}, or {text}% where it is as little as that.</source>
   <translation>“{text}”可能是指 {percent} %。请填 {percent}；若确实只有这么小，请填 {text}%。</translation>
  </message>
  <message>
   <source>“{title}” covers a part of a year only; its figures are taken for {year}, as asked.</source>
   <translation>“{title}”只涵盖一年中的一部分；已按要求将其数值作为 {year} 年采用。</translation>
  </message>
  <message>
   <source>“{title}” covers a part of a year only; the table is not taken. Give YEAR if its figures are meant.</source>
   <translation>“{title}”只是一年中的一部分，该表未取用。如确需取用，请给出 YEAR。</translation>
  </message>
  <message>
   <source>“{title}” speaks of other figures ({word}); the table is not taken. Name the other sheets in SHEETS, or take the word out of the title or the sheet’s name if the figures of the year are meant.</source>
   <translation>“{title}”所指的是另一类数值（{word}）；该表未采用。请在 SHEETS 中写明要读取的其他工作表；若所指确为当年数值，请从标题或工作表名中删去该词。</translation>
  </message>
  <message>
   <source>“{value}” can be read in several ways. Write it with a point before decimals and a comma, if any, every three digits.</source>
   <translation>“{value}”有多种读法。小数点请用“.”，逗号只用作千位分隔。</translation>
  </message>
  <message>
   <source>“{value}” has a footnote mark. Enter the figure alone.</source>
   <translation>“{value}”带有脚注标记。请只填写数值。</translation>
  </message>
  <message>
   <source>“{value}” has several lines. Enter one figure in the cell.</source>
   <translation>“{value}”有多行。一个单元格请只填一个数值。</translation>
  </message>
  <message>
   <source>“{value}” is not a number. Enter the figure.</source>
   <translation>“{value}”不是数值。请填数值。</translation>
  </message>
  <message>
   <source>“{value}” is not an exact figure. Enter the exact number.</source>
   <translation>“{value}”不是确切的数值。请填确切数值。</translation>
  </message>
  <message>
   <source>“{verdict}” is no verdict. Choose agree, agree_with_changes or disagree.</source>
   <translation>“{verdict}”不是有效的签署意见。请选 agree（同意）、agree_with_changes（修改后同意）或 disagree（不同意）。</translation>
  </message>
  <message>
   <source>“{what}” no longer fits the plan: {key} has changed meanwhile. Read the plan again, then repeat the step.</source>
   <translation>“{what}”与当前方案已不相符：{key} 在此期间被改动。请重新读取方案，再重做这一步。</translation>
  </message>
  <message>
   <source>… and {count} more in the log panel “Village Planner”.</source>
   <translation>……另有 {count} 条，见日志面板“Village Planner”。</translation>
  </message>
  <message>
   <source>… and {count} more.</source>
   <translation>……另有 {count} 条。</translation>
  </message>
  <message>
   <source>… and {count} more; the table ERRORS lists all.</source>
   <translation>……另有 {count} 条，全部见 ERRORS 表。</translation>
  </message>
  <message>
   <source>… and {count} more; the table MESSAGES lists all.</source>
   <translation>……另有 {count} 条，全部列在 MESSAGES 表中。</translation>
  </message>
  <message>
   <source>… or a boundary-point file</source>
   <translation>……或界址点坐标文件</translation>
  </message>
  <message>
   <source>‹ All steps</source>
   <translation>‹ 全部步骤</translation>
  </message>
 </context>
</TS>
