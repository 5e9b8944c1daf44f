{{- define "derwent.name" -}}
{{- default .Release.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Labels that never change: what selectors use. (dict "root" $ "part" "gateway") */}}
{{- define "derwent.selector" -}}
app.kubernetes.io/name: derwent
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "derwent.labels" -}}
{{ include "derwent.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{/* (dict "root" $ "image" "gateway") */}}
{{- define "derwent.image" -}}
{{- $images := .root.Values.images -}}
{{- $repository := index $images .image -}}
{{- $tag := default .root.Chart.AppVersion $images.tag -}}
image: {{ printf "%s%s:%s" (empty $images.registry | ternary "" (printf "%s/" $images.registry)) $repository $tag | quote }}
imagePullPolicy: {{ $images.pullPolicy }}
{{- end -}}

{{/* What every pod says beside its containers; "token" only where the Kubernetes API is used. */}}
{{- define "derwent.pod" -}}
automountServiceAccountToken: {{ default false .token }}
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .root.Values.podSecurity.runAsUser }}
  runAsGroup: {{ .root.Values.podSecurity.runAsGroup }}
  fsGroup: {{ .root.Values.podSecurity.fsGroup }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .root.Values.images.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .root.Values.scheduling.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.scheduling.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.scheduling.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* Replicas apart from each other, where there is room. */}}
{{- define "derwent.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "derwent.selector" . | nindent 8 }}
{{- end -}}

{{- define "derwent.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{- define "derwent.databaseUrl" -}}
{{- $database := .Values.database -}}
{{- printf "jdbc:postgresql://%s:%v/%s?sslmode=%s" $database.host $database.port $database.name $database.tls.mode -}}
{{- if $database.tls.caSecret }}&sslrootcert=/etc/derwent/database/ca.crt
{{- else if hasPrefix "verify" $database.tls.mode }}&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
{{- end -}}
{{- end -}}

{{/* (dict "root" $ "user" "derwent_gateway" "secret" .Values.database.gateway.passwordSecret) */}}
{{- define "derwent.serversEnv" -}}
- name: DERWENT_KAFKA
  value: {{ .root.Values.kafka.bootstrapServers | quote }}
{{- if .root.Values.kafka.clientSecret }}
- name: DERWENT_KAFKA_PROPERTIES
  value: /etc/derwent/kafka/client.properties
{{- end }}
- name: DERWENT_DB_URL
  value: {{ include "derwent.databaseUrl" .root | quote }}
- name: DERWENT_DB_USER
  value: {{ .user | quote }}
- name: DERWENT_DB_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .secret.name }}
      key: {{ .secret.key }}
{{- end -}}

{{- define "derwent.commonMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.database.tls.caSecret }}
- name: database-ca
  mountPath: /etc/derwent/database
  readOnly: true
{{- end }}
{{- if .Values.kafka.clientSecret }}
- name: kafka-client
  mountPath: /etc/derwent/kafka
  readOnly: true
{{- end }}
{{- end -}}

{{- define "derwent.commonVolumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 256Mi
{{- if .Values.database.tls.caSecret }}
- name: database-ca
  secret:
    secretName: {{ .Values.database.tls.caSecret }}
    defaultMode: 0440
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}
{{- if .Values.kafka.clientSecret }}
- name: kafka-client
  secret:
    secretName: {{ .Values.kafka.clientSecret }}
    defaultMode: 0440
{{- end }}
{{- end -}}

{{- define "derwent.claim" -}}
{{- default (printf "%s-jobs" (include "derwent.name" .)) .Values.jobs.storage.existingClaim -}}
{{- end -}}

{{/* Each Flink cluster and its job's main class. */}}
{{- define "derwent.jobs" -}}
vitals: io.derwent.streamjobs.vitals.VitalsJob
assets: io.derwent.streamjobs.assets.AssetsJob
{{- end -}}

{{/*
Working files (io.tmp.dirs) are on the pod's own disk; the volume is mounted at the checkpoints only. Files for high availability
are apart: the job deletes what is not its own beside its checkpoints.
*/}}
{{- define "derwent.jobsMounts" -}}
{{ include "derwent.commonMounts" .root }}
- name: flink
  mountPath: /etc/derwent/flink
  readOnly: true
- name: scratch
  mountPath: /var/lib/derwent
- name: state
  mountPath: /var/lib/derwent/checkpoints
  subPath: checkpoints
{{- if and .root.Values.jobs.highAvailability.enabled (not .root.Values.jobs.highAvailability.storageDir) }}
- name: state
  mountPath: /var/lib/derwent/ha
  subPath: ha
{{- end }}
{{- end -}}

{{- define "derwent.jobsVolumes" -}}
{{ include "derwent.commonVolumes" .root }}
- name: flink
  configMap:
    name: {{ .name }}
- name: scratch
  emptyDir:
    sizeLimit: {{ .scratch }}
- name: state
  persistentVolumeClaim:
    claimName: {{ include "derwent.claim" .root }}
{{- end -}}
