<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>VillagePlanner</name>
  <message>
   <source>1 Data</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>2 Indicators</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>3 Districts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>4 Control lines</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>5 Review</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>6 Results</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder {path} does not exist. Create it or choose another.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the layer with one), then run again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Layer {layer} has no features. Choose another layer or clear its filter.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Layer {layer} has no field {field}. Choose one of: {fields}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not enough memory. Close other programs, or run the work township by township.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Output {layer} could not be written ({reason}). Check free disk space and write permission.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Plan (number or name; empty: the current plan)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Planning database</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Planning database (*.gpkg)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Python packages are missing: {packages}. The README, section “Without internet”, tells how to add them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading {layer} …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The disk is full; {path} was not written. Free some space.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The same input and the same seed give the same result.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unexpected error ({kind}: {text}). The log panel “Village Planner” has the details; please send them to us.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Village Planner</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Village Planner – county village planning</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} cannot be written: the folder is read-only or the file is open in another program. Close it or choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path}: {reason}</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
